import type { AppointmentRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'

/** The type with which a mutation of visits answers when it worked. */
export const visitSuccess = (name: string, description: string) =>
  builder.objectRef<{ appointment: AppointmentRow }>(name).implement({
    description,
    fields: (t) => ({ appointment: t.expose('appointment', { type: 'Appointment', description: 'The visit.' }) }),
  })
