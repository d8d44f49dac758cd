import type { z } from 'zod'
import { personKeyOf } from '#shared/roll-call'
import { startRollCallSchema } from '#shared/schemas/presence'
import { audit } from '../../../core/audit'
import { clockOffsetOf } from '../../../core/clock-offset'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { placesOfPeople } from '../../../core/places-of-people'
import { Prisma, type RollCall, type VisitPass } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { leftUnseen } from '../../access-control/use-cases/presence/left-unseen'
import { callsAt, marshalOf } from '../policy'

/** What began longer after another than this is none of the same, in milliseconds. */
const apart = 12 * 3_600_000

/** People who are written at a time. */
const atATime = 500

/**
 * Begins a roll call and freezes whom it asks for: everybody whom the ledger has inside the site now, and those who count as gone although
 * nobody saw them leave. Of the same kind one goes on at a site: whoever starts it a second time is given the first. Nothing else holds it
 * up: no lock, no quota, no plan.
 *
 * One that was begun without a connection is told with `begunAt`. It is the one that went on at that time, also where that has ended by now:
 * whoever began it, and then it began when the first of them did. So the same told again is the same.
 * @returns it, or NOT_FOUND (site), VALIDATION_FAILED
 */
export async function startRollCall(ctx: Ctx, input: z.input<typeof startRollCallSchema>): Promise<RollCall | Failure> {
  const marshal = marshalOf(ctx)
  const { data, failed } = validate(ctx, startRollCallSchema, input)
  if (failed) return failed
  const { siteId, kind } = data
  const site =
    isId(siteId) && callsAt(marshal, siteId) ? await ctx.db.site.findUnique({ where: { id: siteId }, select: { id: true } }) : null
  if (!site) return notFound(ctx, 'siteId')
  const begunAt = data.begunAt ? putRight(ctx.now(), data.begunAt, data.deviceTime) : null
  const call = { siteId, kind, openKey: `${siteId}:${kind}`, startedById: marshal.id, begunAt }
  const open = () => goingOn(ctx, call)
  try {
    return (await open()) ?? (await ctx.transaction((tx) => begin(ctx, tx, call)))
  } catch (error) {
    const first = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002' ? await open() : null
    if (!first) throw error
    return first
  }
}

/** A roll call that is to begin, or was begun without a connection at a time. */
interface Call {
  siteId: string
  kind: RollCall['kind']
  openKey: string
  startedById: string
  begunAt: Date | null
}

/** When something happened by the clock of the server, never in the time to come. */
const putRight = (now: Date, at: Date, deviceTime: Date | null | undefined): Date =>
  new Date(Math.min(at.getTime() + clockOffsetOf(now, deviceTime), now.getTime()))

async function begin(ctx: Ctx, tx: TenantTransaction, { begunAt, ...call }: Call): Promise<RollCall> {
  const row = { ...call, id: newId(), organizationId: organizationOf(ctx), startedAt: begunAt ?? ctx.now() }
  const rollCall = await tx.rollCall.create({ data: row })
  const people = await freeze(tx, rollCall)
  const details = { rollCallId: rollCall.id, kind: call.kind, people, ...(begunAt && { begunAt: begunAt.toISOString() }) }
  await audit(ctx, tx, 'roll_call.start', { type: 'Site', id: call.siteId }, details)
  return rollCall
}

/** The one that goes on, or went on when another was begun without a connection: then that one is joined to it. */
async function goingOn(ctx: Ctx, { siteId, kind, openKey, startedById, begunAt }: Call): Promise<RollCall | null> {
  if (!begunAt) return ctx.db.rollCall.findFirst({ where: { openKey } })
  const near = new Date(begunAt.getTime() + apart)
  const overlapping = { siteId, kind, OR: [{ endedAt: null }, { endedAt: { gt: begunAt }, startedAt: { lte: near } }] }
  const found = await ctx.db.rollCall.findFirst({ where: overlapping, orderBy: { id: 'asc' } })
  if (!found) return null
  const { id } = found
  return ctx.transaction(async (tx) => {
    // Told again it is neither earlier nor news.
    const { count } = await tx.rollCall.updateMany({ where: { id, startedAt: { gt: begunAt, lte: near } }, data: { startedAt: begunAt } })
    if (count === 1 || found.startedById !== startedById) {
      const details = { rollCallId: id, kind, begunAt: begunAt.toISOString(), isEarlier: count === 1 }
      await audit(ctx, tx, 'roll_call.join', { type: 'Site', id: siteId }, details)
    }
    return tx.rollCall.findUniqueOrThrow({ where: { id } })
  })
}

/**
 * Writes down everybody who has been inside since it began, and after that whoever left unseen: somebody who counts as gone between the two
 * reads is in the first.
 * @returns how many they are
 */
async function freeze(tx: TenantTransaction, rollCall: RollCall): Promise<number> {
  const { id: rollCallId, organizationId, siteId, startedAt: addedAt } = rollCall
  const since = { OR: [{ insideSince: null }, { insideSince: { lte: addedAt } }] }
  const inside = await tx.visitPass.findMany({
    where: { siteId, presence: 'INSIDE', ...since },
    orderBy: [{ insideSince: 'asc' }, { id: 'asc' }],
  })
  const people: Prisma.RollCallPersonCreateManyInput[] = inside.flatMap((pass) =>
    placesOfPeople(pass).map((zoneId, index) => {
      const id = newId()
      return {
        id,
        key: personKeyOf(pass.id, index + 1),
        organizationId,
        rollCallId,
        visitPassId: pass.id,
        ordinal: index + 1,
        zoneId,
        insideSince: pass.insideSince,
        addedAt,
      }
    }),
  )
  people.push(...(await unseenPeople(tx, rollCall, new Map(inside.map((pass) => [pass.id, pass])))))
  for (let from = 0; from < people.length; from += atATime) await tx.rollCallPerson.createMany({ data: people.slice(from, from + atATime) })
  return people.length
}

/**
 * Who counts as gone although nobody saw them leave: of a group each, beside those of it who are inside. Whoever was still inside a moment before,
 * when that was read, is asked for already.
 */
async function unseenPeople(tx: TenantTransaction, rollCall: RollCall, inside: ReadonlyMap<string, VisitPass>) {
  const { id: rollCallId, organizationId, siteId, startedAt: addedAt } = rollCall
  const ordinals = new Map([...inside].map(([id, pass]) => [id, placesOfPeople(pass).length]))
  const isAskedFor = (id: string, leftAt: Date) => inside.has(id) && leftAt > (inside.get(id)?.movedAt ?? new Date(0))
  const unseen = (await leftUnseen(tx, siteId, addedAt)).filter(({ visitPassId, at }) => !isAskedFor(visitPassId, at))
  return unseen.map(({ visitPassId, zoneId, at: leftUnseenAt }) => {
    const ordinal = (ordinals.get(visitPassId) ?? 0) + 1
    ordinals.set(visitPassId, ordinal)
    return {
      id: newId(),
      key: personKeyOf(visitPassId, ordinal),
      organizationId,
      rollCallId,
      visitPassId,
      ordinal,
      zoneId,
      leftUnseenAt,
      addedAt,
    }
  })
}
