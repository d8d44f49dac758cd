import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Looks anew at what is outstanding of the passes of a type that are still to come. */
export const RefreshTypedPasses = defineJob('RefreshTypedPasses', 'access-control', z.object({ visitorTypeId: z.uuid() }))

/** Looks anew at the passes of every type that asks for an agreement. */
export const RefreshSignedPasses = defineJob('RefreshSignedPasses', 'access-control', z.object({ agreementId: z.uuid() }))

/** Makes the document of a signature. */
export const MakeSignedDocument = defineJob('MakeSignedDocument', 'access-control', z.object({ signatureId: z.uuid() }))

/** Looks anew at the passes of a visitor that are still to come. */
export const RefreshPassesOfVisitor = defineJob('RefreshPassesOfVisitor', 'access-control', z.object({ visitorId: z.uuid() }))
