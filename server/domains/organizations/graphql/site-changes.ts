import { isFailure, type Failure } from '../../../core/errors'
import type { Site } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { closeSite, reopenSite } from '../use-cases/close-site'
import { createSite } from '../use-cases/create-site'
import { updateSite } from '../use-cases/update-site'

const siteResult = (name: string, description: string, failures: ('IdempotencyKeyReused' | 'NotFound' | 'ValidationFailed')[]) => {
  const success = builder.objectRef<{ site: Site }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ site: t.field({ type: 'Site', description: 'The site.', resolve: ({ site }) => site }) }),
  })
  return resultUnion(`${name}Result`, [success], failures, `${name}Success`)
}

const answer = async (work: Promise<Site | Failure>) => {
  const site = await work
  return isFailure(site) ? site : { site }
}

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0]

/** What guests read of a site, beside how they find it and what they bring. */
const guidanceInput = (t: InputFields) => ({
  parking: t.string({ description: 'Where guests can park.' }),
  entrance: t.string({ description: 'How guests get from the door to reception.' }),
  mapUrl: t.string({ description: 'An https address of a map that shows the way.' }),
  directionsOther: t.string({ description: 'How guests find the way, in the other language of the two.' }),
  whatToBringOther: t.string({ description: 'What guests shall have with them, in the other language.' }),
  parkingOther: t.string({ description: 'Where guests can park, in the other language.' }),
  entranceOther: t.string({ description: 'How guests get to reception, in the other language.' }),
})

const CreateSiteInput = builder.inputType('CreateSiteInput', {
  description: 'A new site.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the place.' }),
    timeZone: t.string({ required: true, description: 'IANA zone of its wall clock, such as Europe/Moscow.' }),
    address: t.string({ description: 'Postal address, as guests read it.' }),
    directions: t.string({ description: 'How guests find the way.' }),
    whatToBring: t.string({ description: 'What guests shall have with them.' }),
    ...guidanceInput(t),
    identityCheck: t.boolean({ required: true, description: 'Whether the gate must confirm who a guest is before letting them in.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const UpdateSiteInput = builder.inputType('UpdateSiteInput', {
  description: 'What a site shall be: all of it.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'The site.' }),
    name: t.string({ required: true, description: 'Name of the place.' }),
    timeZone: t.string({ required: true, description: 'IANA zone of its wall clock, such as Europe/Moscow.' }),
    address: t.string({ description: 'Postal address, as guests read it.' }),
    directions: t.string({ description: 'How guests find the way.' }),
    whatToBring: t.string({ description: 'What guests shall have with them.' }),
    ...guidanceInput(t),
    identityCheck: t.boolean({ required: true, description: 'Whether the gate must confirm who a guest is before letting them in.' }),
  }),
})

const CloseSiteInput = builder.inputType('CloseSiteInput', {
  description: 'Which site to close.',
  fields: (t) => ({ siteId: t.id({ required: true, description: 'The site.' }) }),
})

const ReopenSiteInput = builder.inputType('ReopenSiteInput', {
  description: 'Which site to open again.',
  fields: (t) => ({ siteId: t.id({ required: true, description: 'The site.' }) }),
})

builder.mutationFields((t) => ({
  createSite: t.field({
    type: siteResult('CreateSite', 'Guests can be invited to the site.', ['ValidationFailed', 'IdempotencyKeyReused']),
    description: 'Makes a site.',
    args: { input: t.arg({ type: CreateSiteInput, required: true, description: 'What it is.' }) },
    resolve: (_, { input }, ctx) => answer(createSite(ctx, input)),
  }),
  updateSite: t.field({
    type: siteResult('UpdateSite', 'The site is changed.', ['NotFound', 'ValidationFailed']),
    description: 'Changes what a site is. Visits that are booked keep the zone in which they were meant.',
    args: { input: t.arg({ type: UpdateSiteInput, required: true, description: 'Which, and what it shall be.' }) },
    resolve: (_, { input }, ctx) => answer(updateSite(ctx, { ...input, siteId: localId('Site', input.siteId) })),
  }),
  closeSite: t.field({
    type: siteResult('CloseSite', 'Nobody is invited or let in there any more.', ['NotFound', 'ValidationFailed']),
    description: 'Closes a site with all its gates. Refused while guests are inside or expected.',
    args: { input: t.arg({ type: CloseSiteInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(closeSite(ctx, { siteId: localId('Site', input.siteId) })),
  }),
  reopenSite: t.field({
    type: siteResult('ReopenSite', 'Guests can be invited to the site again.', ['NotFound', 'ValidationFailed']),
    description: 'Opens a closed site again; gates that were closed by themselves stay closed.',
    args: { input: t.arg({ type: ReopenSiteInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(reopenSite(ctx, { siteId: localId('Site', input.siteId) })),
  }),
}))
