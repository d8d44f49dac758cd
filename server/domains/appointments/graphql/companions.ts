import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { allowCompanions } from '../use-cases/companions/allow-companions'
import { visitSuccess } from './success'

const AllowCompanionsInput = builder.inputType('AllowCompanionsInput', {
  description: 'How many people the guests of a visit may bring along.',
  fields: (t) => ({
    appointmentId: t.id({ required: true, description: 'Which visit.' }),
    companions: t.int({ description: 'For each guest, 0 to 20; null: as many as the organization allows.' }),
  }),
})

builder.mutationField('allowCompanions', (t) =>
  t.field({
    type: resultUnion(
      'AllowCompanionsResult',
      [visitSuccess('AllowCompanionsSuccess', 'It holds from now on; whoever was named before stays.')],
      ['NotFound', 'ValidationFailed'],
      'AllowCompanionsSuccess',
    ),
    description: 'Says how many people each guest of a visit may bring along.',
    args: { input: t.arg({ type: AllowCompanionsInput, required: true, description: 'Which visit, and how many.' }) },
    resolve: async (_, { input }, ctx) => {
      const appointment = await allowCompanions(ctx, {
        appointmentId: localId('Appointment', input.appointmentId),
        companions: input.companions ?? null,
      })
      return isFailure(appointment) ? appointment : { appointment }
    },
  }),
)
