import { createHash } from 'node:crypto'
import type { GatePlan } from '#shared/offline/gate-plan'
import type { RosterLine } from '#shared/offline/roster'
import { refusal } from '../../../../core/authorize'
import { organizationOf, type Ctx, type GateGrant } from '../../../../core/ctx'
import { isId } from '../../../../core/ids'
import { newestSequence } from '../../../../infra/newest-sequence.sql'
import { scannerOf } from '../../scanner'
import { gatePlanOf } from './gate-plan'
import { keptAt, readLines } from './roster-lines'
import { readTouched, type Touched } from './touched-passes.sql'

/** A part of what a gate keeps, and where it stands then. */
export interface RosterPart {
  /** Where to go on. */
  cursor: string
  /** Whether there is more to be had at once. */
  hasMore: boolean
  /** Whether this is the beginning of a new list: what is kept is of no more use once the last part is there. */
  restarts: boolean
  lines: RosterLine[]
  /** Ids of passes that are no longer on the list. */
  gone: string[]
  /** Null where there is more, and where it is as it was. */
  plan: GatePlan | null
  serverTime: Date
}

/** Where a device stands in its list. */
interface Place {
  /** Events up to there are in what it has. */
  sequence: number
  /** When this list was begun, and up to which beginning of their validity passes are on it, both in milliseconds. */
  begunAt: number
  horizon: number
  /** The plan that it has, in short. */
  plan: string
  /** While the list is being brought: the pass at which it stands. */
  passId: string | null
}

/** How far ahead a list reaches: a gate has to last a weekend's night, not a season. */
const ahead = 48 * 3_600_000

/** After how long a list is brought anew, whole: no event tells of everything. */
const mostAge = 6 * 3_600_000

/** How many lines are brought at once. */
const page = 1_000

const placePattern = /^1\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.([\da-f]{16}|-)\.([\da-f-]{36})?$/

const writePlace = ({ sequence, begunAt, horizon, plan, passId }: Place): string =>
  `1.${sequence}.${begunAt}.${horizon}.${plan || '-'}.${passId ?? ''}`

function readPlace(text: string | null | undefined): Place | null {
  const [, sequence, begunAt, horizon, plan, passId] = placePattern.exec(text ?? '') ?? []
  if (!sequence) return null
  return { sequence: Number(sequence), begunAt: Number(begunAt), horizon: Number(horizon), plan: plan ?? '', passId: passId ?? null }
}

/**
 * What the gates of a site decide by while they have no connection, for an enrolled device: the whole list in parts, then what has changed since.
 * A place that leads nowhere any more begins anew.
 * @param after the cursor of the part before
 * @returns null for a gate at which the device may not scan, and for a device that is locked
 * @throws Refusal for whoever is no device
 */
export async function syncOfflineRoster(
  ctx: Ctx,
  { gateId, after }: { gateId: string; after?: string | null | undefined },
): Promise<RosterPart | null> {
  const { organizationId } = scannerOf(ctx, 'scan:admit')
  if (ctx.actor.type !== 'device') throw refusal(ctx)
  if (ctx.actor.isLocked) return null
  const grants = ctx.actor.gates
  const gate = isId(gateId) && grants.has(gateId) ? await ctx.db.gate.findUnique({ where: { id: gateId }, select: { siteId: true } }) : null
  if (!gate) return null
  const at = { organizationId, siteId: gate.siteId, grants, now: ctx.now(), newest: await newestSequence() }
  const place = readPlace(after)
  const isUsable = place !== null && place.sequence <= at.newest && at.now.getTime() - place.begunAt < mostAge
  if (!isUsable) return bringPage(ctx, at, beginning(at))
  return place.passId === null ? bringChanges(ctx, at, place) : bringPage(ctx, at, place)
}

interface At {
  organizationId: string
  siteId: string
  grants: ReadonlyMap<string, GateGrant>
  now: Date
  newest: number
}

const beginning = ({ now, newest }: At): Place => ({
  sequence: newest,
  begunAt: now.getTime(),
  horizon: now.getTime() + ahead,
  plan: '',
  passId: null,
})

async function bringPage(ctx: Ctx, at: At, place: Place): Promise<RosterPart> {
  const where = {
    ...keptAt(at.siteId, at.now),
    validFrom: { lt: new Date(place.horizon) },
    ...(place.passId && { id: { gt: place.passId } }),
  }
  const lines = await readLines(ctx, at.organizationId, where, page)
  const hasMore = lines.length === page
  const next = { ...place, passId: hasMore ? (lines.at(-1)?.passId ?? null) : null }
  return finish(ctx, at, next, { lines, gone: [], hasMore, restarts: place.passId === null })
}

async function bringChanges(ctx: Ctx, at: At, place: Place): Promise<RosterPart> {
  const touched = await readTouched(at.organizationId, place.sequence)
  const horizon = at.now.getTime() + ahead
  const entering = { validFrom: { gte: new Date(place.horizon), lt: new Date(horizon) } }
  const isNew = { ...keptAt(at.siteId, at.now), ...entering }
  if ((await ctx.db.visitPass.count({ where: isNew })) > page) return bringPage(ctx, at, beginning(at))
  const ids = await passesTouched(ctx, touched)
  const kept = { ...keptAt(at.siteId, at.now), validFrom: { lt: new Date(horizon) } }
  const lines = await readLines(ctx, at.organizationId, { OR: [isNew, { ...kept, id: { in: ids } }] })
  const listed = new Set(lines.map(({ passId }) => passId))
  const { hasMore } = touched
  // What is not sequenced yet when the newest number is read has a higher one: nothing lies between.
  const sequence = hasMore ? touched.sequence : Math.max(touched.sequence, at.newest)
  const gone = ids.filter((id) => !listed.has(id))
  return finish(ctx, at, { ...place, sequence, horizon }, { lines, gone, hasMore, restarts: false })
}

/** Ids of all passes that events speak of, by themselves, their visit or their guest. */
async function passesTouched(ctx: Ctx, { visitPassIds, appointmentIds, visitorIds }: Touched): Promise<string[]> {
  const related = [{ appointmentId: { in: [...appointmentIds] } }, { visitorId: { in: [...visitorIds] } }]
  const others =
    appointmentIds.size + visitorIds.size > 0 ? await ctx.db.visitPass.findMany({ where: { OR: related }, select: { id: true } }) : []
  return [...new Set([...visitPassIds, ...others.map(({ id }) => id)])]
}

async function finish(
  ctx: Ctx,
  at: At,
  place: Place,
  part: Pick<RosterPart, 'lines' | 'gone' | 'hasMore' | 'restarts'>,
): Promise<RosterPart> {
  const plan = part.hasMore ? null : await gatePlanOf(ctx, organizationOf(ctx), at.siteId, at.grants)
  const short = plan ? createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16) : place.plan
  const cursor = writePlace({ ...place, plan: short })
  return { ...part, cursor, plan: short === place.plan ? null : plan, serverTime: at.now }
}
