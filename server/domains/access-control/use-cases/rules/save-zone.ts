import type { z } from 'zod'
import { ruleLimits } from '#shared/limits'
import { createZoneSchema, deleteZoneSchema, setGateZoneSchema, updateZoneSchema } from '#shared/schemas/access-rules'
import { isWithin } from '#shared/whereabouts'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId, newId } from '../../../../core/ids'
import type { Gate, Zone } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { peopleByZone } from '../people-by-zone'
import { authorizeRules, ruleOf } from './find-rules'
import { nextVersion } from './next-version'

const traceOf = ({ name, isRestricted, parentId, capacity, isGrounds }: Zone) => ({ name, isRestricted, parentId, capacity, isGrounds })

type Content = Pick<Zone, 'name' | 'parentId'>

/** What is wrong with a zone as it is to be: its name, or where it is to lie. */
async function refusalOf(ctx: Ctx, tx: TenantTransaction, siteId: string, { name, parentId }: Content, id = ''): Promise<Failure | null> {
  if (await isTaken(tx, { siteId, name }, id)) return invalid(ctx, [{ path: ['name'], key: 'zoneNameTaken' }])
  if (parentId === null) return null
  const zones = new Map((await tx.zone.findMany({ where: { siteId } })).map((zone) => [zone.id, zone]))
  if (!zones.has(parentId)) return notFound(ctx, 'parentId')
  return isWithin(zones, parentId, id) ? invalid(ctx, [{ path: ['parentId'], key: 'zoneInItself' }]) : null
}

const isTaken = async (tx: TenantTransaction, { siteId, name }: Pick<Zone, 'siteId' | 'name'>, but: string): Promise<boolean> =>
  (await tx.zone.count({ where: { siteId, name, id: { not: but } } })) > 0

const findZone = (ctx: Ctx, id: string): Promise<Zone | null> =>
  isId(id) ? ctx.db.zone.findUnique({ where: { id } }) : Promise.resolve(null)

/** Makes a zone of a site. @returns the zone, or NOT_FOUND (site, zone around it), VALIDATION_FAILED for a name that another has */
export async function createZone(ctx: Ctx, input: z.input<typeof createZoneSchema>): Promise<Zone | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, createZoneSchema, input)
  if (failed) return failed
  if (!isId(data.siteId) || (await ctx.db.site.count({ where: { id: data.siteId } })) === 0) return notFound(ctx, 'siteId')
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, data.siteId)
    const refused = await refusalOf(ctx, tx, data.siteId, data)
    if (refused) return refused
    const zones = await tx.zone.count({ where: { siteId: data.siteId } })
    if (zones >= ruleLimits.zones) return invalid(ctx, [{ path: ['name'], key: 'zonesTooMany', values: { maximum: ruleLimits.zones } }])
    const zone = await tx.zone.create({ data: { id: newId(), organizationId: organizationOf(ctx), ...data } })
    await audit(ctx, tx, 'zone.create', { type: 'Zone', id: zone.id }, { before: null, after: traceOf(zone) })
    return zone
  })
}

/** Changes a zone. @returns it, or NOT_FOUND (it, the zone around it), VALIDATION_FAILED for a name that another has or one that lies in itself */
export async function updateZone(ctx: Ctx, input: z.input<typeof updateZoneSchema>): Promise<Zone | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, updateZoneSchema, input)
  if (failed) return failed
  const { zoneId: id, ...content } = data
  const found = await findZone(ctx, id)
  if (!found) return notFound(ctx, 'zoneId')
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, found.siteId)
    const before = await tx.zone.findUnique({ where: { id } })
    if (!before) return notFound(ctx, 'zoneId')
    const refused = await refusalOf(ctx, tx, found.siteId, content, id)
    if (refused) return refused
    const zone = await tx.zone.update({ where: { id }, data: content })
    await audit(ctx, tx, 'zone.update', { type: 'Zone', id }, { before: traceOf(before), after: traceOf(zone) })
    return zone
  })
}

/**
 * Deletes a zone into which no gate leads, in which no other lies, of which no rule speaks and in which nobody is.
 * @returns the zone that was, or NOT_FOUND, VALIDATION_FAILED naming the gates, the zones or the rules
 */
export async function deleteZone(ctx: Ctx, input: z.input<typeof deleteZoneSchema>): Promise<Zone | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, deleteZoneSchema, input)
  if (failed) return failed
  const { zoneId: id } = data
  const found = await findZone(ctx, id)
  if (!found) return notFound(ctx, 'zoneId')
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, found.siteId)
    const gates = await tx.gate.findMany({ where: { zoneId: id }, select: { name: true } })
    if (gates.length > 0) return inUse(ctx, 'zoneHasGates', gates)
    const inner = await tx.zone.findMany({ where: { parentId: id }, select: { name: true } })
    if (inner.length > 0) return inUse(ctx, 'zoneHasZones', inner)
    const rules = (await tx.accessRule.findMany({ where: { deletedAt: null } })).map(ruleOf).filter(({ zoneIds }) => zoneIds.includes(id))
    if (rules.length > 0) return inUse(ctx, 'zoneHasRules', rules)
    if ((await peopleByZone(tx, found.siteId)).has(id)) return invalid(ctx, [{ path: ['zoneId'], key: 'zoneHasPeople' }])
    const { count } = await tx.zone.deleteMany({ where: { id } })
    if (count === 0) return notFound(ctx, 'zoneId')
    await audit(ctx, tx, 'zone.delete', { type: 'Zone', id }, { before: traceOf(found), after: null })
    return found
  })
}

const inUse = (ctx: Ctx, key: string, users: readonly { name: string }[]): Failure =>
  invalid(ctx, [{ path: ['zoneId'], key, values: { names: users.map(({ name }) => name).join(', ') } }])

/** Says into which zone a gate leads, and whether whoever comes through is inside already. @returns the gate, or NOT_FOUND, VALIDATION_FAILED for a zone of another site */
export async function setGateZone(ctx: Ctx, input: z.input<typeof setGateZoneSchema>): Promise<Gate | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, setGateZoneSchema, input)
  if (failed) return failed
  const { gateId: id, zoneId = null, isInner } = data
  const found = isId(id) ? await ctx.db.gate.findUnique({ where: { id } }) : null
  if (!found) return notFound(ctx, 'gateId')
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, found.siteId)
    const zone = zoneId !== null && isId(zoneId) ? await tx.zone.findUnique({ where: { id: zoneId } }) : null
    if (zoneId !== null && !zone) return notFound(ctx, 'zoneId')
    if (zone && zone.siteId !== found.siteId) return invalid(ctx, [{ path: ['zoneId'], key: 'ruleElsewhere' }])
    const before = await tx.gate.findUniqueOrThrow({ where: { id }, include: { zone: true } })
    const gate = await tx.gate.update({ where: { id }, data: { zoneId, isInner } })
    const [was, is] = [
      { zone: before.zone?.name ?? null, isInner: before.isInner },
      { zone: zone?.name ?? null, isInner },
    ]
    await audit(ctx, tx, 'gate.set_zone', { type: 'Gate', id }, { before: was, after: is })
    return gate
  })
}
