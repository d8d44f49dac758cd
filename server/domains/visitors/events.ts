import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** A person who was not known to the organization was registered. */
export const VisitorCreated = defineEvent('visitor.created', z.object({ visitorId: z.uuid() }), { entity: 'visitorId', webhook: true })

/** A person was erased: whoever holds a copy is to erase it too. */
export const VisitorErased = defineEvent('visitor.erased', z.object({ visitorId: z.uuid(), erasureId: z.uuid() }), {
  entity: 'visitorId',
  webhook: true,
})
