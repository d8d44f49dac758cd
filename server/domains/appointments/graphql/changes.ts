import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { CancelPassesType, EditScopeType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { cancelAppointment } from '../use-cases/cancel-appointment'
import { restoreAppointment } from '../use-cases/restore-appointment'
import { updateAppointment } from '../use-cases/update-appointment'
import { visitSuccess } from './success'

const CancelAppointmentInput = builder.inputType('CancelAppointmentInput', {
  description: 'A visit to call off.',
  fields: (t) => ({
    appointmentId: t.id({ required: true, description: 'Which visit.' }),
    scope: t.field({ type: EditScopeType, defaultValue: 'THIS', description: 'Which visits of its series.' }),
    passes: t.field({ type: CancelPassesType, required: true, description: 'What becomes of its passes.' }),
    reason: t.string({ description: 'Why.' }),
  }),
})

const RestoreAppointmentInput = builder.inputType('RestoreAppointmentInput', {
  description: 'A visit that is to take place after all.',
  fields: (t) => ({ appointmentId: t.id({ required: true, description: 'Which visit.' }) }),
})

const UpdateAppointmentInput = builder.inputType('UpdateAppointmentInput', {
  description: 'What of a visit shall be otherwise. What is absent stays; null takes a text or the room away.',
  fields: (t) => ({
    appointmentId: t.id({ required: true, description: 'Which visit.' }),
    version: t.int({ required: true, description: 'Which version of it the caller saw.' }),
    scope: t.field({ type: EditScopeType, defaultValue: 'THIS', description: 'Which visits of its series.' }),
    startsAt: t.field({ type: 'DateTime', description: 'When it starts.' }),
    endsAt: t.field({ type: 'DateTime', description: 'When it ends.' }),
    siteId: t.id({ description: 'Where. Without a room of that site, the visit has none.' }),
    roomId: t.id({ description: 'In which room of the site.' }),
    hostId: t.id({ description: 'Who receives the guest.' }),
    coHostIds: t.idList({ description: 'Who receives the guests beside the host, 10 at most; an empty list for nobody.' }),
    title: t.string({ description: 'What it is about; the guest sees it.' }),
    message: t.string({ description: 'Words to the guest.' }),
    receptionNote: t.string({ description: 'Words to the staff who receive the guest.' }),
    recurrence: t.string({ description: 'How it repeats: RFC 5545’s RRULE. For FOLLOWING and ALL.' }),
    timeZone: t.string({ description: 'IANA zone of the wall clock by which it repeats. For FOLLOWING and ALL.' }),
  }),
})

builder.mutationFields((t) => ({
  updateAppointment: t.field({
    type: resultUnion(
      'UpdateAppointmentResult',
      [visitSuccess('UpdateAppointmentSuccess', 'The visit is changed; passes that moved with it are signed anew within seconds.')],
      ['NotFound', 'ValidationFailed', 'EditConflict'],
      'UpdateAppointmentSuccess',
    ),
    description: 'Changes a visit, or visits of its series that have not begun.',
    args: { input: t.arg({ type: UpdateAppointmentInput, required: true, description: 'Which visit, and what shall be otherwise.' }) },
    resolve: async (_, { input }, ctx) => {
      const { roomId, siteId, hostId, coHostIds, startsAt, endsAt, recurrence, timeZone, scope, ...texts } = input
      const appointment = await updateAppointment(ctx, {
        ...texts,
        appointmentId: localId('Appointment', input.appointmentId),
        scope: scope ?? 'THIS',
        startsAt: startsAt ?? undefined,
        endsAt: endsAt ?? undefined,
        siteId: optionalLocalId('Site', siteId) ?? undefined,
        hostId: optionalLocalId('Host', hostId) ?? undefined,
        coHostIds: coHostIds?.map((id) => localId('Host', String(id))),
        recurrence: recurrence ?? undefined,
        timeZone: timeZone ?? undefined,
        ...(roomId === undefined ? {} : { roomId: optionalLocalId('Room', roomId) }),
      })
      return isFailure(appointment) ? appointment : { appointment }
    },
  }),
}))

builder.mutationFields((t) => ({
  cancelAppointment: t.field({
    type: resultUnion(
      'CancelAppointmentResult',
      [visitSuccess('CancelAppointmentSuccess', 'The visit is called off.')],
      ['NotFound', 'ValidationFailed'],
      'CancelAppointmentSuccess',
    ),
    description: 'Calls a visit off and withdraws or keeps its passes.',
    args: { input: t.arg({ type: CancelAppointmentInput, required: true, description: 'Which visit, and what becomes of its passes.' }) },
    resolve: async (_, { input }, ctx) => {
      const appointment = await cancelAppointment(ctx, { ...input, appointmentId: localId('Appointment', input.appointmentId) })
      return isFailure(appointment) ? appointment : { appointment }
    },
  }),
}))

builder.mutationFields((t) => ({
  restoreAppointment: t.field({
    type: resultUnion(
      'RestoreAppointmentResult',
      [visitSuccess('RestoreAppointmentSuccess', 'The visit takes place; its passes are signed anew within seconds.')],
      ['NotFound', 'ValidationFailed'],
      'RestoreAppointmentSuccess',
    ),
    description:
      'Takes back that a visit was called off, with those of its series that were called off together with it: within ten minutes, while its room is free.',
    args: { input: t.arg({ type: RestoreAppointmentInput, required: true, description: 'Which visit.' }) },
    resolve: async (_, { input }, ctx) => {
      const appointment = await restoreAppointment(ctx, { appointmentId: localId('Appointment', input.appointmentId) })
      return isFailure(appointment) ? appointment : { appointment }
    },
  }),
}))
