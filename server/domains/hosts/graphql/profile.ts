import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { HostAbsenceKindType } from './enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { addAbsence, removeAbsence } from '../use-cases/absences'
import { absencesOf, findAbsences, findHostProfile, noteOf, type HostProfileRow } from '../use-cases/find-host-profile'
import { setPresenceSchedule, updateHostProfile } from '../use-cases/update-host-profile'

const WeeklyHours = builder.objectRef<{ weekday: number; from: string; to: string }>('WeeklyHours').implement({
  description: 'Hours of one day of the week, by a clock on the wall.',
  fields: (t) => ({
    weekday: t.exposeInt('weekday', { description: '1 for Monday, 7 for Sunday.' }),
    from: t.exposeString('from', { description: 'From when: 09:00.' }),
    to: t.exposeString('to', { description: 'Until when: 18:00. Not after the start, it is of the next day.' }),
  }),
})

builder.node('HostAbsence', {
  description: 'A time in which a host is away, as they and whoever manages people know it.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findAbsences(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'From when.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Until when.' }),
    kind: t.expose('kind', { type: HostAbsenceKindType, description: 'Why.' }),
    note: t.string({ nullable: true, description: 'What was written of it.', resolve: (absence, _, ctx) => noteOf(ctx, absence) }),
    deputy: t.field({
      type: 'Host',
      nullable: true,
      description: 'Who stands in.',
      resolve: ({ deputyId }, _, ctx) => (deputyId ? ctx.load.one('Host', deputyId) : null),
    }),
  }),
})

builder.objectType('HostProfile', {
  description: 'What a host sets up of themselves, and whoever manages people of anybody.',
  fields: (t) => ({
    host: t.field({ type: 'Host', description: 'Who.', resolve: ({ hostId }, _, ctx) => ctx.load.related('Host', hostId) }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone of the hours; that of the organization where there are none.' }),
    hours: t.field({
      type: [WeeklyHours],
      nullable: true,
      description: 'When they are there as a rule; null where nobody has said.',
      resolve: ({ hours }) => hours,
    }),
    absences: t.field({
      type: ['HostAbsence'],
      description: 'When they are away: what is ahead, and was within the last 30 days.',
      resolve: ({ hostId }, _, ctx) => absencesOf(ctx, hostId),
    }),
  }),
})

builder.queryField('hostProfile', (t) =>
  t.field({
    type: 'HostProfile',
    nullable: true,
    description: 'What can be set up of a host; null for one that the caller may not set up.',
    args: { hostId: t.arg.id({ description: 'Whose; left out, the caller’s own.' }) },
    resolve: (_, { hostId }, ctx) => findHostProfile(ctx, optionalLocalId('Host', hostId)),
  }),
)

const WeeklyHoursInput = builder.inputType('WeeklyHoursInput', {
  description: 'Hours of one day of the week.',
  fields: (t) => ({
    weekday: t.int({ required: true, description: '1 for Monday, 7 for Sunday.' }),
    from: t.string({ required: true, description: 'From when: 09:00.' }),
    to: t.string({ required: true, description: 'Until when: 18:00. Not after the start, it is of the next day.' }),
  }),
})

const SetPresenceScheduleInput = builder.inputType('SetPresenceScheduleInput', {
  description: 'When a host is there as a rule.',
  fields: (t) => ({
    hostId: t.id({ description: 'Who; left out, the caller.' }),
    timeZone: t.string({ required: true, description: 'IANA zone of the hours.' }),
    hours: t.field({ type: [WeeklyHoursInput], description: 'The hours; left out, nobody knows. None at all: they are never there.' }),
  }),
})

const UpdateHostProfileInput = builder.inputType('UpdateHostProfileInput', {
  description: 'What colleagues know of a host.',
  fields: (t) => ({
    hostId: t.id({ description: 'Who; left out, the caller.' }),
    position: t.string({ description: 'What they do; left out or empty, it is taken away.' }),
    phone: t.string({ description: 'By which number colleagues reach them; left out or empty, it is taken away.' }),
  }),
})

const AddAbsenceInput = builder.inputType('AddAbsenceInput', {
  description: 'A time in which a host is away.',
  fields: (t) => ({
    hostId: t.id({ description: 'Who; left out, the caller.' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: 'From when.' }),
    endsAt: t.field({ type: 'DateTime', required: true, description: 'Until when.' }),
    kind: t.field({ type: HostAbsenceKindType, required: true, description: 'Why.' }),
    note: t.string({ description: 'What else is to be known of it.' }),
    deputyId: t.id({ description: 'The host who stands in: is told of arrivals too, and sees the visits meanwhile.' }),
  }),
})

const RemoveAbsenceInput = builder.inputType('RemoveAbsenceInput', {
  description: 'An absence to take back.',
  fields: (t) => ({ hostAbsenceId: t.id({ required: true, description: 'Which.' }) }),
})

/** What changing a profile gives. */
export const profileResult = (name: string, description: string) => {
  const success = builder.objectRef<{ profile: HostProfileRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ profile: t.field({ type: 'HostProfile', description: 'What is set up now.', resolve: ({ profile }) => profile }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

/** A profile as a mutation gives it. */
export const profileAnswer = async (work: Promise<HostProfileRow | Failure>) => {
  const profile = await work
  return isFailure(profile) ? profile : { profile }
}

builder.mutationFields((t) => ({
  setPresenceSchedule: t.field({
    type: profileResult('SetPresenceSchedule', 'The hours are known.'),
    description: 'Says when a host is there as a rule: the caller, or anybody for whoever manages people.',
    args: { input: t.arg({ type: SetPresenceScheduleInput, required: true, description: 'Who, and when.' }) },
    resolve: (_, { input }, ctx) => profileAnswer(setPresenceSchedule(ctx, { ...input, hostId: optionalLocalId('Host', input.hostId) })),
  }),
  updateHostProfile: t.field({
    type: profileResult('UpdateHostProfile', 'Colleagues see it.'),
    description: 'Says what colleagues know of a host.',
    args: { input: t.arg({ type: UpdateHostProfileInput, required: true, description: 'Who, and what.' }) },
    resolve: (_, { input }, ctx) => profileAnswer(updateHostProfile(ctx, { ...input, hostId: optionalLocalId('Host', input.hostId) })),
  }),
  addAbsence: t.field({
    type: profileResult('AddAbsence', 'The host is away then.'),
    description: 'Notes that a host is away.',
    args: { input: t.arg({ type: AddAbsenceInput, required: true, description: 'Who, when and why.' }) },
    resolve: (_, { input }, ctx) => {
      const ids = { hostId: optionalLocalId('Host', input.hostId), deputyId: optionalLocalId('Host', input.deputyId) }
      return profileAnswer(addAbsence(ctx, { ...input, ...ids }))
    },
  }),
  removeAbsence: t.field({
    type: profileResult('RemoveAbsence', 'The host is not away then.'),
    description: 'Takes an absence back.',
    args: { input: t.arg({ type: RemoveAbsenceInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => profileAnswer(removeAbsence(ctx, { hostAbsenceId: localId('HostAbsence', input.hostAbsenceId) })),
  }),
}))
