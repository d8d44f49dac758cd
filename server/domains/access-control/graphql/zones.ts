import { isFailure, type Failure } from '../../../core/errors'
import type { Holiday, Site, Zone } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId, optionalLocalId } from '../../../graphql/global-id'
import type { Models } from '../../../graphql/models'
import { findHolidays, findZones } from '../use-cases/rules/find-rules'
import { addHoliday, removeHoliday } from '../use-cases/rules/save-holidays'
import { createZone, deleteZone, setGateZone, updateZone } from '../use-cases/rules/save-zone'

const zoneText = {
  name: 'What it is called.',
  isRestricted: 'Whether nobody comes in whom no rule lets in.',
  parent: 'The zone in which it lies; null for none. Whoever is in it is in that one too.',
  capacity: 'How many people may be in it at once; null for as many as come.',
  isGrounds: 'Whether it is open ground before the reception: whoever is there only is not checked in, and nothing is asked of them yet.',
}

builder.node('Zone', {
  description: 'A part of a site, into which gates lead.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = ctx.organizationId === null || !ctx.permissions.has('gate:read') ? [] : await findZones(ctx, { id: { in: ids } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    isRestricted: t.exposeBoolean('isRestricted', { description: 'Whether nobody comes in whom no rule lets in.' }),
    capacity: t.exposeInt('capacity', { nullable: true, description: zoneText.capacity }),
    isGrounds: t.exposeBoolean('isGrounds', { description: zoneText.isGrounds }),
    parent: t.field({
      type: 'Zone',
      nullable: true,
      description: zoneText.parent,
      resolve: ({ parentId }, _, ctx) => (parentId ? ctx.load.one('Zone', parentId) : null),
    }),
    site: t.field({ type: 'Site', description: 'Of which site.', resolve: ({ siteId }, _, ctx) => ctx.load.related('Site', siteId) }),
  }),
})

const HolidayType = builder.objectRef<Holiday>('Holiday').implement({
  description: 'A day on which windows of rules may be otherwise.',
  fields: (t) => ({
    day: t.string({ description: 'YYYY-MM-DD, by the calendar of the site.', resolve: ({ day }) => day.toISOString().slice(0, 10) }),
    name: t.exposeString('name', { description: 'What it is called.' }),
  }),
})

const innerText = 'Whether whoever comes through is inside the site already: nobody comes in or goes out by it.'

builder.objectFields('Gate', (t) => ({
  zone: t.field({
    type: 'Zone',
    nullable: true,
    description: 'The zone into which it leads; null for none in particular.',
    resolve: ({ zoneId }, _, ctx) => (zoneId ? ctx.load.one('Zone', zoneId) : null),
  }),
  isInner: t.exposeBoolean('isInner', { description: innerText }),
}))

builder.objectFields('Site', (t) => ({
  zones: t.field({
    type: ['Zone'],
    description: 'Its zones, by name: 100 at most.',
    resolve: ({ id: siteId }, _, ctx) => findZones(ctx, { siteId }),
  }),
  holidays: t.field({
    type: [HolidayType],
    description: 'Its holidays, by day: 400 at most.',
    resolve: ({ id }, _, ctx) => findHolidays(ctx, id),
  }),
}))

const CreateZoneInput = builder.inputType('CreateZoneInput', {
  description: 'A zone to make.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Of which site.' }),
    name: t.string({ required: true, description: zoneText.name }),
    isRestricted: t.boolean({ defaultValue: false, description: zoneText.isRestricted }),
    parentId: t.id({ description: zoneText.parent }),
    capacity: t.int({ description: zoneText.capacity }),
    isGrounds: t.boolean({ defaultValue: false, description: zoneText.isGrounds }),
  }),
})

const UpdateZoneInput = builder.inputType('UpdateZoneInput', {
  description: 'A zone as it is to be.',
  fields: (t) => ({
    zoneId: t.id({ required: true, description: 'Which zone.' }),
    name: t.string({ required: true, description: zoneText.name }),
    isRestricted: t.boolean({ required: true, description: zoneText.isRestricted }),
    parentId: t.id({ description: zoneText.parent }),
    capacity: t.int({ description: zoneText.capacity }),
    isGrounds: t.boolean({ defaultValue: false, description: zoneText.isGrounds }),
  }),
})

const DeleteZoneInput = builder.inputType('DeleteZoneInput', {
  description: 'A zone to delete.',
  fields: (t) => ({ zoneId: t.id({ required: true, description: 'Which zone.' }) }),
})

const SetGateZoneInput = builder.inputType('SetGateZoneInput', {
  description: 'Into which zone a gate leads.',
  fields: (t) => ({
    gateId: t.id({ required: true, description: 'The gate.' }),
    zoneId: t.id({ description: 'A zone of its site; left out, none in particular.' }),
    isInner: t.boolean({ defaultValue: false, description: innerText }),
  }),
})

const AddHolidayInput = builder.inputType('AddHolidayInput', {
  description: 'A holiday of a site.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Of which site.' }),
    day: t.string({ required: true, description: 'YYYY-MM-DD, by the calendar of the site.' }),
    name: t.string({ required: true, description: 'What it is called.' }),
  }),
})

const RemoveHolidayInput = builder.inputType('RemoveHolidayInput', {
  description: 'A holiday to take away.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Of which site.' }),
    day: t.string({ required: true, description: 'YYYY-MM-DD.' }),
  }),
})

const zoneResult = (name: `${'Create' | 'Update'}Zone`, description: string) => {
  const success = builder.objectRef<{ zone: Zone }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ zone: t.expose('zone', { type: 'Zone', description: 'The zone.' }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const DeleteZoneSuccess = builder.objectRef<{ id: string }>('DeleteZoneSuccess').implement({
  description: 'The zone is gone.',
  fields: (t) => ({ zoneId: t.id({ description: 'The zone that was.', resolve: ({ id }) => encodeGlobalId('Zone', id) }) }),
})

const SetGateZoneSuccess = builder.objectRef<{ gate: Models['Gate'] }>('SetGateZoneSuccess').implement({
  description: 'The gate leads there.',
  fields: (t) => ({ gate: t.expose('gate', { type: 'Gate', description: 'The gate.' }) }),
})

const holidayResult = (name: `${'Add' | 'Remove'}Holiday`, description: string) => {
  const success = builder.objectRef<{ site: Site }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ site: t.expose('site', { type: 'Site', description: 'The site.' }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const asZone = async (work: Promise<Zone | Failure>) => {
  const zone = await work
  return isFailure(zone) ? zone : { zone }
}

type ZoneContent = Pick<typeof UpdateZoneInput.$inferInput, 'name' | 'parentId' | 'capacity' | 'isGrounds'> & {
  isRestricted?: boolean | null
}

const contentOf = ({ name, isRestricted, parentId, capacity, isGrounds }: ZoneContent) => ({
  name,
  isRestricted: isRestricted ?? false,
  parentId: optionalLocalId('Zone', parentId),
  capacity,
  isGrounds: isGrounds ?? false,
})

const asSite = async (work: Promise<Site | Failure>) => {
  const site = await work
  return isFailure(site) ? site : { site }
}

builder.mutationFields((t) => ({
  createZone: t.field({
    type: zoneResult('CreateZone', 'Gates can lead into it.'),
    description: 'Makes a zone of a site.',
    args: { input: t.arg({ type: CreateZoneInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => asZone(createZone(ctx, { ...contentOf(input), siteId: localId('Site', input.siteId) })),
  }),
  updateZone: t.field({
    type: zoneResult('UpdateZone', 'The zone is so from the next scan on.'),
    description: 'Changes a zone.',
    args: { input: t.arg({ type: UpdateZoneInput, required: true, description: 'How it is to be.' }) },
    resolve: (_, { input }, ctx) => asZone(updateZone(ctx, { ...contentOf(input), zoneId: localId('Zone', input.zoneId) })),
  }),
  deleteZone: t.field({
    type: resultUnion('DeleteZoneResult', [DeleteZoneSuccess], ['NotFound', 'ValidationFailed'], 'DeleteZoneSuccess'),
    description: 'Deletes a zone. Refused while a gate leads into it, another zone lies in it, a rule speaks of it or somebody is in it.',
    args: { input: t.arg({ type: DeleteZoneInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => deleteZone(ctx, { zoneId: localId('Zone', input.zoneId) }),
  }),
  setGateZone: t.field({
    type: resultUnion('SetGateZoneResult', [SetGateZoneSuccess], ['NotFound', 'ValidationFailed'], 'SetGateZoneSuccess'),
    description: 'Says into which zone a gate leads, and whether whoever comes through is inside already.',
    args: { input: t.arg({ type: SetGateZoneInput, required: true, description: 'Which gate, and where to.' }) },
    resolve: async (_, { input }, ctx) => {
      const place = { gateId: localId('Gate', input.gateId), zoneId: optionalLocalId('Zone', input.zoneId) }
      const gate = await setGateZone(ctx, { ...place, isInner: input.isInner ?? false })
      return isFailure(gate) ? gate : { gate }
    },
  }),
}))

builder.mutationFields((t) => ({
  addHoliday: t.field({
    type: holidayResult('AddHoliday', 'The day is a holiday of the site.'),
    description: 'Names a holiday of a site; one that is there already is named otherwise.',
    args: { input: t.arg({ type: AddHolidayInput, required: true, description: 'Where and when.' }) },
    resolve: (_, { input }, ctx) => asSite(addHoliday(ctx, { ...input, siteId: localId('Site', input.siteId) })),
  }),
  removeHoliday: t.field({
    type: holidayResult('RemoveHoliday', 'It is an ordinary day again.'),
    description: 'Takes a holiday of a site away.',
    args: { input: t.arg({ type: RemoveHolidayInput, required: true, description: 'Where and when.' }) },
    resolve: (_, { input }, ctx) => asSite(removeHoliday(ctx, { ...input, siteId: localId('Site', input.siteId) })),
  }),
}))
