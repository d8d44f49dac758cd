import { organizationOf, type Ctx } from '../../../core/ctx'
import { blindIndex, nameTokens } from '../../../core/blind-index'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { sealNewVisitor } from '../../../core/visitor-record'
import type { Locale } from '../../../generated/prisma/client'
import type { Keyring } from '../../../infra/keyring'
import { emitAll } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { normalizePhone } from '../contact'
import { VisitorCreated } from '../events'

/** A visitor as somebody described them. */
export interface DescribedVisitor {
  name: string
  email?: string | null | undefined
  phone?: string | null | undefined
  company?: string | null | undefined
  locale?: Locale | null | undefined
}

/**
 * Finds visitors with the same e-mail and name, or registers new ones: four statements, however many they are.
 * A shared mailbox with another name is another person: one never gets the other's pass.
 * @param keyring of the organization, read before the transaction
 * @param asNew whether nobody is found: what somebody types of themselves proves nothing, and must not show them what is held of another
 * @returns the visitors' ids in the order given, or VALIDATION_FAILED for a phone number that no country has
 */
export async function findOrRegisterVisitors(
  ctx: Ctx,
  tx: TenantTransaction,
  keyring: Keyring,
  given: readonly DescribedVisitor[],
  { asNew = false } = {},
): Promise<string[] | Failure> {
  const described = given.map((visitor) => ({ visitor, details: detailsOf(visitor) }))
  if (described.some(({ details }) => details === null)) return invalid(ctx, [{ path: ['visitor', 'phone'], key: 'phoneInvalid' }])
  const details = described.flatMap((each) => each.details ?? [])
  const known = asNew ? new Map<string, string>() : await find(tx, keyring, details)
  const fresh: FreshVisitor[] = []
  const ids = details.map((person, place) => {
    const key = keyOf(keyring, person)
    const found = key === null ? undefined : known.get(key)
    if (found) return found
    const id = newId()
    if (key !== null) known.set(key, id)
    const locale = described[place]?.visitor.locale ?? (ctx.language === 'ru' ? 'RU' : 'EN')
    fresh.push({ id, details: person, locale })
    return id
  })
  await register(tx, keyring, fresh, ctx.now())
  const announced = fresh.map(({ id }) => ({ visitorId: id }))
  if (announced.length > 0) await emitAll(tx, organizationOf(ctx), VisitorCreated, announced, ctx.now())
  return ids
}

type Details = Parameters<typeof sealNewVisitor>[2]

/** Whether a phone number can be one that somebody answers; none at all is none to complain of. */
export const isUsablePhone = (written: string | null | undefined): boolean => !written || normalizePhone(written, 'RU') !== null

/** E-mail and phone as visitors are compared by them; null where the phone number is none. */
export function contactOf({ email, phone: written }: Pick<DescribedVisitor, 'email' | 'phone'>): Pick<Details, 'email' | 'phone'> | null {
  const phone = written ? normalizePhone(written, 'RU') : null
  return written && !phone ? null : { email: email?.toLowerCase() ?? null, phone }
}

/** Null where the phone number is none. */
function detailsOf({ name, company, ...written }: DescribedVisitor): Details | null {
  const contact = contactOf(written)
  return contact && { name, ...contact, company: company ?? null }
}

const hex = (index: Uint8Array): string => Buffer.from(index).toString('hex')

/** By what a person is known; null for somebody who cannot be told from others. */
const keyOf = (keyring: Keyring, { name, email }: Details): string | null =>
  email === null ? null : `${hex(blindIndex(keyring, 'email', email))} ${hex(blindIndex(keyring, 'name', name))}`

async function find(tx: TenantTransaction, keyring: Keyring, details: readonly Details[]): Promise<Map<string, string>> {
  const reachable = details.filter(({ email }) => email !== null)
  if (reachable.length === 0) return new Map()
  const emailIndex = { in: reachable.map(({ email }) => blindIndex(keyring, 'email', email ?? '')) }
  const nameIndex = { in: reachable.map(({ name }) => blindIndex(keyring, 'name', name)) }
  const found = await tx.visitor.findMany({
    where: { emailIndex, nameIndex },
    select: { id: true, emailIndex: true, nameIndex: true },
    // Of several the first counts: it is written last.
    orderBy: { id: 'desc' },
  })
  return new Map(found.map(({ id, emailIndex: email, nameIndex: name }) => [`${email && hex(email)} ${name && hex(name)}`, id]))
}

/** A visitor who is written for the first time. */
interface FreshVisitor {
  id: string
  details: Details
  locale: Locale
}

type VisitorTables = Pick<TenantTransaction, 'visitor' | 'visitorKey' | 'visitorNameToken'>

/** Writes new visitors: the rows, their keys, and the buckets in which the names are found. */
async function register(tx: VisitorTables, keyring: Keyring, fresh: readonly FreshVisitor[], now: Date): Promise<void> {
  if (fresh.length === 0) return
  const { organizationId } = keyring
  const sealed = fresh.map(({ id, details, locale }) => ({ id, locale, ...sealNewVisitor(keyring, id, details) }))
  await tx.visitor.createMany({
    data: sealed.map(({ id, locale, columns }) => ({ id, organizationId, ...columns, locale, createdAt: now })),
  })
  await tx.visitorKey.createMany({ data: sealed.map(({ key }) => key) })
  const tokens = fresh.flatMap(({ id, details }) =>
    nameTokens(keyring, details.name).map((token) => ({ organizationId, token, visitorId: id })),
  )
  await tx.visitorNameToken.createMany({ data: tokens })
}

/** Writes a new visitor. @returns the id */
export async function registerVisitor(tx: VisitorTables, keyring: Keyring, details: Details, locale: Locale, now: Date): Promise<string> {
  const id = newId()
  await register(tx, keyring, [{ id, details, locale }], now)
  return id
}
