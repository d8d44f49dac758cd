import { on, run, type Handler } from '../../core/handlers'
import { VisitorFileRejected } from '../files/events'
import { AgreementChanged, AgreementSigned, VisitorTypeChanged } from './events'
import { MakeSignedDocument, RefreshPassesOfVisitor, RefreshSignedPasses, RefreshTypedPasses } from './jobs'
import { makeSignedDocument } from './use-cases/make-signed-document'
import { refreshPasses, refreshSignedPasses, refreshTypedPasses } from './use-cases/refresh-typed-passes'

const handlers: Handler[] = [
  on(VisitorTypeChanged, RefreshTypedPasses, ({ visitorTypeId }) => ({ visitorTypeId })),
  on(AgreementChanged, RefreshSignedPasses, ({ agreementId }) => ({ agreementId })),
  on(AgreementSigned, MakeSignedDocument, ({ signatureId }) => ({ signatureId })),
  on(VisitorFileRejected, RefreshPassesOfVisitor, ({ visitorId }) => ({ visitorId })),
  run(RefreshPassesOfVisitor, refreshPasses),
  run(MakeSignedDocument, makeSignedDocument),
  run(RefreshSignedPasses, refreshSignedPasses),
  run(RefreshTypedPasses, refreshTypedPasses),
]

export default handlers
