import { blindIndex } from '../../core/blind-index'
import { openVisit } from '../../core/open-status'
import type { Keyring } from '../../infra/keyring'
import type { TenantTransaction } from '../../infra/tenant-client'
import type { GoodRow } from './list-rows'

const hex = (index: Uint8Array | null): string => (index ? Buffer.from(index).toString('hex') : '')

/** A guest who is expected, as far as somebody can be told from others without being read. */
interface Expected {
  name: string
  email: string
  phone: string
  startsAt: number
}

/** Two people of one name are the same unless their addresses or their phones differ. */
const isSame = (one: Expected, other: Expected): boolean =>
  one.name === other.name &&
  one.startsAt === other.startsAt &&
  (one.email === other.email || one.email === '' || other.email === '') &&
  (one.phone === other.phone || one.phone === '' || other.phone === '')

/**
 * Finds the rows that name somebody who is expected at the same site at the same time, or who stands on an earlier row.
 * Two statements, however many rows there are; nothing is opened.
 * @returns lines of those rows
 */
export async function invitedAlready(
  db: Pick<TenantTransaction, 'visitor' | 'visitPass'>,
  keyring: Keyring,
  siteId: string,
  rows: readonly GoodRow[],
): Promise<Set<number>> {
  const index = (field: 'name' | 'email' | 'phone', value: string | null | undefined) => (value ? blindIndex(keyring, field, value) : null)
  const names = rows.map(({ guest }) => blindIndex(keyring, 'name', guest.name))
  const visitors = await db.visitor.findMany({
    where: { nameIndex: { in: names } },
    select: { id: true, nameIndex: true, emailIndex: true, phoneIndex: true },
  })
  const expected = await db.visitPass.findMany({
    where: {
      siteId,
      visitorId: { in: visitors.map(({ id }) => id) },
      status: { notIn: ['REVOKED', 'EXPIRED'] },
      appointment: { startsAt: { in: rows.map(({ startsAt }) => startsAt) }, status: { in: openVisit } },
    },
    select: { visitorId: true, appointment: { select: { startsAt: true } } },
  })
  const known = new Map(visitors.map((visitor) => [visitor.id, visitor]))
  const seen = new Map<string, Expected[]>()
  const note = (one: Expected) => seen.set(one.name, [...(seen.get(one.name) ?? []), one])
  for (const { visitorId, appointment } of expected) {
    const { nameIndex = null, emailIndex = null, phoneIndex = null } = known.get(visitorId) ?? {}
    note({ name: hex(nameIndex), email: hex(emailIndex), phone: hex(phoneIndex), startsAt: appointment?.startsAt.getTime() ?? 0 })
  }
  const repeated = rows.filter(({ guest, startsAt }) => {
    const [name, email, phone] = [index('name', guest.name), index('email', guest.email), index('phone', guest.phone)]
    const one = { name: hex(name), email: hex(email), phone: hex(phone), startsAt: startsAt.getTime() }
    if (seen.get(one.name)?.some((other) => isSame(one, other))) return true
    note(one)
    return false
  })
  return new Set(repeated.map(({ line }) => line))
}

/** Puts the rows that name somebody who is expected already to those for whom nobody is invited. */
export function withoutRepeated<R extends { good: GoodRow[]; bad: { line: number }[] }>(rows: R, repeated: ReadonlySet<number>) {
  const bad = rows.good
    .filter(({ line }) => repeated.has(line))
    // Of guests the list keeps nothing that their erasure would not reach.
    .map(({ line }) => ({ line, name: '', email: '', problem: { key: 'listDuplicate' as const } }))
  return { good: rows.good.filter(({ line }) => !repeated.has(line)), added: bad }
}
