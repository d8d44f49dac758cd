import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** A person who was not known to the organization was registered. */
export const VisitorCreated = defineEvent('visitor.created', z.object({ visitorId: z.uuid() }), { entity: 'visitorId', webhook: true })

/** A person was erased: whoever holds a copy is to erase it too. */
export const VisitorErased = defineEvent('visitor.erased', z.object({ visitorId: z.uuid(), erasureId: z.uuid() }), {
  entity: 'visitorId',
  webhook: true,
})

/** A file of many visitors may be made: nobody else has to be asked, or a second person has agreed. */
export const VisitorExportAllowed = defineEvent('visitor_export.allowed', z.object({ visitorExportRequestId: z.uuid() }), {
  entity: 'visitorExportRequestId',
})

/** A person shall be told of a file of many visitors. */
export const VisitorExportNoted = defineEvent('visitor_export.noted', z.object({ visitorExportNoticeId: z.uuid() }), {
  entity: 'visitorExportNoticeId',
})
