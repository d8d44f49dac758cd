import { organizationOf, type Ctx } from '../../../core/ctx'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import type { Prisma, RollCall, RollCallMark, RollCallPerson } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { visiblePeople, visibleRollCalls } from '../policy'

/** Somebody of a roll call, with what is known of them and how many are asked for on their pass. */
export interface PersonRow extends RollCallPerson {
  of: number
  hostId: string | null
  /** By which number their host is reached: told to people, not to programs. */
  hostPhone: string | null
  /** When their visit is over. */
  validTo: Date | null
}

/** What a marshal said, with the person's key. */
export interface MarkRow extends RollCallMark {
  personKey: string
}

/** Somebody went out by a gate, or was said to have left, while the roll was called. */
export interface ExitRow {
  checkinId: string
  personKey: string
  occurredAt: Date
}

/** Roll calls that the caller may see. @throws Refusal */
export function findRollCalls(
  ctx: Ctx,
  where: Prisma.RollCallWhereInput,
  page: Pick<Prisma.RollCallFindManyArgs, 'orderBy' | 'take'> = {},
): Promise<RollCall[]> {
  return ctx.db.rollCall.findMany({ where: { AND: [where, visibleRollCalls(ctx)] }, ...page })
}

/** Whom a roll call asks for, as far as the caller may see them: those on passes by when they came, then those whom marshals added. */
export async function peopleOf(ctx: Ctx, rollCall: RollCall): Promise<PersonRow[]> {
  const appointment = { select: { hostId: true } }
  const rows = await ctx.db.rollCallPerson.findMany({
    where: { AND: [{ rollCallId: rollCall.id }, visiblePeople(ctx, rollCall)] },
    include: { visitPass: { select: { validTo: true, appointment } } },
    orderBy: { id: 'asc' },
  })
  const hostIds = new Set(rows.flatMap(({ visitPass }) => visitPass?.appointment?.hostId ?? []))
  const phones = ctx.actor.type === 'user' ? await phonesOf(ctx, [...hostIds]) : new Map<string, string>()
  const onPass = new Map<string, number>()
  for (const { visitPassId } of rows) if (visitPassId) onPass.set(visitPassId, (onPass.get(visitPassId) ?? 0) + 1)
  return rows.map(({ visitPass, ...row }) => ({
    ...row,
    of: row.visitPassId ? (onPass.get(row.visitPassId) ?? 1) : 1,
    hostId: visitPass?.appointment?.hostId ?? null,
    hostPhone: phones.get(visitPass?.appointment?.hostId ?? '') ?? null,
    validTo: visitPass?.validTo ?? null,
  }))
}

/** Every mark of a roll call, as far as the caller may see whom it is about, in the order of happening. */
export async function marksOf(ctx: Ctx, rollCall: RollCall): Promise<MarkRow[]> {
  const rows = await ctx.db.rollCallMark.findMany({
    where: { rollCallId: rollCall.id, person: visiblePeople(ctx, rollCall) },
    include: { person: { select: { key: true } } },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ person, ...mark }) => ({ ...mark, personKey: person.key }))
}

/**
 * The people of a roll call who went out by a gate between its beginning and its end; of a group the last named goes first. Who only counted as
 * gone then, by a clock that read who was inside a moment before, was seen by nobody.
 */
export async function exitsOf(ctx: Ctx, rollCall: RollCall): Promise<ExitRow[]> {
  const { id: rollCallId, startedAt, endedAt, siteId } = rollCall
  const where = { AND: [{ rollCallId, visitPassId: { not: null } }, visiblePeople(ctx, rollCall)] }
  const people = await ctx.db.rollCallPerson.findMany({ where, select: { key: true, visitPassId: true }, orderBy: { ordinal: 'desc' } })
  const waiting = new Map<string, string[]>()
  for (const { key, visitPassId } of people) waiting.set(visitPassId ?? '', [...(waiting.get(visitPassId ?? '') ?? []), key])
  if (waiting.size === 0) return []
  const occurredAt = { gte: startedAt, ...(endedAt ? { lte: endedAt } : {}) }
  const exits = await ctx.db.checkin.findMany({
    where: {
      siteId,
      occurredAt,
      movement: 'OUT',
      result: { in: ['ADMITTED', 'CONFLICT'] },
      source: { notIn: ['CLOCK', 'HOST'] },
      visitPassId: { not: null },
    },
    select: { id: true, visitPassId: true, occurredAt: true },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
  })
  return exits.flatMap(({ id: checkinId, visitPassId, occurredAt: at }) => {
    const personKey = waiting.get(visitPassId ?? '')?.shift()
    return personKey === undefined ? [] : [{ checkinId, personKey, occurredAt: at }]
  })
}

/** Says by a short text whether anything of a roll call has changed: pages ask for all of it only when this is another one. */
export async function versionOf(ctx: Ctx, rollCall: RollCall): Promise<string> {
  const { id: rollCallId, endedAt, forgottenAt } = rollCall
  const [people, marks, exits] = await Promise.all([
    ctx.db.rollCallPerson.count({ where: { rollCallId } }),
    ctx.db.rollCallMark.count({ where: { rollCallId } }),
    exitsOf(ctx, rollCall),
  ])
  return [people, marks, exits.length, exits.at(-1)?.checkinId ?? '', endedAt ? 1 : 0, forgottenAt ? 1 : 0].join('.')
}

/** The name of somebody whom a marshal added; null once it was forgotten. */
export async function nameOf(ctx: Ctx, { id, sealedName }: RollCallPerson): Promise<string | null> {
  return sealedName && openForOrganization(await keyringOf(organizationOf(ctx)), sealedName, sealedColumns.rollCallName, id).toString()
}

/** What a marshal noted; null where nothing was, or it was forgotten. */
export async function noteOf(ctx: Ctx, { id, sealedNote }: RollCallMark): Promise<string | null> {
  return sealedNote && openForOrganization(await keyringOf(organizationOf(ctx)), sealedNote, sealedColumns.rollCallNote, id).toString()
}

/** The numbers by which hosts are reached, by host. */
async function phonesOf(ctx: Ctx, hostIds: readonly string[]): Promise<Map<string, string>> {
  const hosts = await ctx.db.host.findMany({
    where: { id: { in: [...hostIds] }, sealedPhone: { not: null } },
    select: { id: true, sealedPhone: true },
  })
  if (hosts.length === 0) return new Map()
  const keyring = await keyringOf(organizationOf(ctx))
  return new Map(
    hosts.flatMap(({ id, sealedPhone }) =>
      sealedPhone ? [[id, openForOrganization(keyring, sealedPhone, sealedColumns.hostPhone, id).toString()] as const] : [],
    ),
  )
}
