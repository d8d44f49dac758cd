import { organizationOf, type Ctx } from '../../../core/ctx'
import { blindIndex, nameTokens } from '../../../core/blind-index'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { sealNewVisitor } from '../../../core/visitor-record'
import type { Locale } from '../../../generated/prisma/client'
import type { Keyring } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
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
 * Finds the visitor with the same e-mail and name, or registers a new one.
 * A shared mailbox with another name is another person: one never gets the other's pass.
 * @param keyring of the organization, read before the transaction
 * @returns the visitor's id, or VALIDATION_FAILED for a phone number that no country has
 */
export async function findOrRegisterVisitor(
  ctx: Ctx,
  tx: TenantTransaction,
  keyring: Keyring,
  given: DescribedVisitor,
): Promise<{ id: string } | Failure> {
  const phone = given.phone ? normalizePhone(given.phone, 'RU') : null
  if (given.phone && !phone) return invalid(ctx, [{ path: ['visitor', 'phone'], key: 'phoneInvalid' }])
  const details = { name: given.name, email: given.email?.toLowerCase() ?? null, phone, company: given.company ?? null }
  const known = await find(tx, keyring, details)
  if (known) return known
  const locale = given.locale ?? (ctx.language === 'ru' ? 'RU' : 'EN')
  const id = await registerVisitor(tx, keyring, details, locale, ctx.now())
  await emit(tx, organizationOf(ctx), VisitorCreated, { visitorId: id }, ctx.now())
  return { id }
}

type Details = Parameters<typeof sealNewVisitor>[2]

async function find(tx: TenantTransaction, keyring: Keyring, { name, email }: Details): Promise<{ id: string } | null> {
  if (email === null) return null
  const where = { emailIndex: blindIndex(keyring, 'email', email), nameIndex: blindIndex(keyring, 'name', name) }
  return tx.visitor.findFirst({ where, select: { id: true }, orderBy: { id: 'asc' } })
}

/** Writes a new visitor: the row, its key, and the buckets in which the name is found. @returns the id */
export async function registerVisitor(
  tx: Pick<TenantTransaction, 'visitor' | 'visitorKey' | 'visitorNameToken'>,
  keyring: Keyring,
  details: Details,
  locale: Locale,
  now: Date,
): Promise<string> {
  const [id, { organizationId }] = [newId(), keyring]
  const { columns, key } = sealNewVisitor(keyring, id, details)
  await tx.visitor.create({ data: { id, organizationId, ...columns, locale, createdAt: now }, select: { id: true } })
  await tx.visitorKey.create({ data: key, select: { visitorId: true } })
  const tokens = nameTokens(keyring, details.name)
  await tx.visitorNameToken.createMany({ data: tokens.map((token) => ({ organizationId, token, visitorId: id })) })
  return id
}
