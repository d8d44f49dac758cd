import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** An agreement has another version, counts otherwise, was put away or taken back. */
export const AgreementChanged = defineEvent('agreement.changed', z.object({ agreementId: z.uuid() }), { entity: 'agreementId' })

/** A guest signed a version of an agreement. */
export const AgreementSigned = defineEvent('agreement.signed', z.object({ signatureId: z.uuid(), visitPassId: z.uuid() }), {
  entity: 'signatureId',
})

/** What a type asks of its visitors was changed: passes that are still to come ask for it too. */
export const VisitorTypeChanged = defineEvent('visitor_type.changed', z.object({ visitorTypeId: z.uuid() }), { entity: 'visitorTypeId' })
