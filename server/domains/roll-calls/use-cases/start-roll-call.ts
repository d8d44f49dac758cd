import type { z } from 'zod'
import { startRollCallSchema } from '#shared/schemas/presence'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { Prisma, type RollCall, type VisitPass } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { leftUnseen } from '../../access-control/use-cases/presence/left-unseen'
import { callsAt, marshalOf } from '../policy'

/** People who are written at a time. */
const atATime = 500

/**
 * Begins a roll call and freezes whom it asks for: everybody whom the ledger has inside the site now, and those who count as gone although
 * nobody saw them leave. Of the same kind one goes on at a site: whoever starts it a second time is given the first. Nothing else holds it
 * up: no lock, no quota, no plan.
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
  const openKey = `${siteId}:${kind}`
  const open = () => ctx.db.rollCall.findFirst({ where: { openKey } })
  const organizationId = organizationOf(ctx)
  try {
    return (
      (await open()) ??
      (await ctx.transaction(async (tx) => {
        const row = { id: newId(), organizationId, siteId, kind, openKey, startedById: marshal.id, startedAt: ctx.now() }
        const rollCall = await tx.rollCall.create({ data: row })
        const people = await freeze(tx, rollCall)
        await audit(ctx, tx, 'roll_call.start', { type: 'Site', id: siteId }, { rollCallId: rollCall.id, kind, people })
        return rollCall
      }))
    )
  } catch (error) {
    const first = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002' ? await open() : null
    if (!first) throw error
    return first
  }
}

/**
 * Writes down everybody who is inside, and after that whoever left unseen: somebody who counts as gone between the two reads is in the first.
 * @returns how many they are
 */
async function freeze(tx: TenantTransaction, rollCall: RollCall): Promise<number> {
  const { id: rollCallId, organizationId, siteId, startedAt: addedAt } = rollCall
  const inside = await tx.visitPass.findMany({ where: { siteId, presence: 'INSIDE' }, orderBy: [{ insideSince: 'asc' }, { id: 'asc' }] })
  const people: Prisma.RollCallPersonCreateManyInput[] = inside.flatMap((pass) =>
    placesOf(pass).map((zoneId, index) => {
      const id = newId()
      return {
        id,
        key: id,
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
  const ordinals = new Map([...inside].map(([id, pass]) => [id, placesOf(pass).length]))
  const isAskedFor = (id: string, leftAt: Date) => inside.has(id) && leftAt > (inside.get(id)?.movedAt ?? new Date(0))
  const unseen = (await leftUnseen(tx, siteId, addedAt)).filter(({ visitPassId, at }) => !isAskedFor(visitPassId, at))
  return unseen.map(({ visitPassId, zoneId, at: leftUnseenAt }) => {
    const [id, ordinal] = [newId(), (ordinals.get(visitPassId) ?? 0) + 1]
    ordinals.set(visitPassId, ordinal)
    return { id, key: id, organizationId, rollCallId, visitPassId, ordinal, zoneId, leftUnseenAt, addedAt }
  })
}

/** The zone of each of those who are inside on a pass; null for who is in none in particular. */
function placesOf({ type, peopleInside, zones }: VisitPass): (string | null)[] {
  const placed = Object.entries((zones ?? {}) as Record<string, number>).flatMap(([zoneId, people]) => Array<string>(people).fill(zoneId))
  const people = type === 'GROUP' ? Math.max(peopleInside, 1) : 1
  return Array.from({ length: people }, (_, index) => placed[index] ?? null)
}
