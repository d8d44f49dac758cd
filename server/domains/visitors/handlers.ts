import { on, run, type Handler } from '../../core/handlers'
import { VisitorErased, VisitorExportAllowed } from './events'
import { MakeVisitorExport, RecordErasure } from './jobs'
import { recordErasure } from './use-cases/erasure-ledger'
import { makeVisitorExport } from './use-cases/exports/make-visitor-export'

const handlers: Handler[] = [
  on(VisitorErased, RecordErasure, ({ erasureId }) => ({ erasureId })),
  run(RecordErasure, recordErasure),
  on(VisitorExportAllowed, MakeVisitorExport, ({ visitorExportRequestId }) => ({ visitorExportRequestId })),
  run(MakeVisitorExport, makeVisitorExport),
]

export default handlers
