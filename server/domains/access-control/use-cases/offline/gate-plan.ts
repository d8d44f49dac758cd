import type { GatePlan } from '#shared/offline/gate-plan'
import type { Ctx, GateGrant } from '../../../../core/ctx'
import { signingKeysOf } from '../../../credentials/use-cases/signing-keys'
import { sealKeyOf } from '../../sealed-code'
import { countInside } from '../count-presence'
import { peopleByZone } from '../people-by-zone'
import { inOrder, ruleOf } from '../rules/find-rules'

/** What is read for a plan. */
async function readPlan({ db }: Ctx, organizationId: string, siteId: string, gateIds: string[]) {
  const [site, gates, rules, zones, holidays, state, keys] = await Promise.all([
    db.site.findUniqueOrThrow({ where: { id: siteId }, select: { timeZone: true, identityCheck: true, closedAt: true } }),
    db.gate.findMany({ where: { siteId, id: { in: gateIds } }, orderBy: { id: 'asc' } }),
    db.accessRule.findMany({ where: { deletedAt: null, OR: [{ siteId: null }, { siteId }] }, orderBy: inOrder }),
    db.zone.findMany({ where: { siteId }, orderBy: { id: 'asc' } }),
    db.holiday.findMany({ where: { siteId }, orderBy: { day: 'asc' } }),
    db.accessState.findUniqueOrThrow({ where: { organizationId_siteId: { organizationId, siteId } } }),
    signingKeysOf(organizationId),
  ])
  return { site, gates, rules, zones, holidays, state, keys }
}

type Read = Awaited<ReturnType<typeof readPlan>>

/** How many people are inside; not counted where no capacity asks for it. */
async function peopleOf(ctx: Ctx, siteId: string, { state, zones }: Pick<Read, 'state' | 'zones'>): Promise<GatePlan['people']> {
  if (state.capacity === null && zones.every(({ capacity }) => capacity === null)) return { inside: 0, zones: {} }
  return { inside: await countInside(ctx, siteId), zones: Object.fromEntries(await peopleByZone(ctx.db, siteId)) }
}

const gateOf = ({ id, name, zoneId, isInner, closedAt }: Read['gates'][number], site: Read['site'], grant: GateGrant | undefined) => ({
  id,
  name,
  zoneId,
  isInner,
  isClosed: Boolean(closedAt ?? site.closedAt),
  mayAdmit: grant?.mayAdmit ?? false,
  mayCheckOut: grant?.mayCheckOut ?? false,
})

const zoneOf = ({ id, name, parentId, capacity, isGrounds, isRestricted }: Read['zones'][number]) => ({
  id,
  name,
  parentId,
  capacity,
  isGrounds,
  isRestricted,
})

/** What the gates of a site decide by without a connection. @param grants the gates at which the device may scan */
export async function gatePlanOf(
  ctx: Ctx,
  organizationId: string,
  siteId: string,
  grants: ReadonlyMap<string, GateGrant>,
): Promise<GatePlan> {
  const read = await readPlan(ctx, organizationId, siteId, [...grants.keys()])
  const { site, gates, rules, zones, holidays, state, keys } = read
  return {
    siteId,
    timeZone: site.timeZone,
    identityCheck: site.identityCheck,
    gates: gates.map((gate) => gateOf(gate, site, grants.get(gate.id))),
    rules: rules.map(ruleOf),
    zones: zones.map(zoneOf),
    holidays: holidays.map(({ day }) => day.toISOString().slice(0, 10)),
    policy: { capacity: state.capacity, antiPassback: state.antiPassback, passbackMinutes: state.passbackMinutes },
    people: await peopleOf(ctx, siteId, read),
    keys: Object.fromEntries(keys.map(({ keyId, publicKey }) => [keyId, Buffer.from(publicKey).toString('base64')])),
    sealKey: sealKeyOf(organizationId).toString('base64'),
    graceMinutes: state.offlineGraceMinutes,
    admitsUnlisted: state.admitsUnlisted,
    changingCodes: state.changingCodes,
  }
}
