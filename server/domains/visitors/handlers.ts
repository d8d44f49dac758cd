import { on, run, type Handler } from '../../core/handlers'
import { VisitorErased } from './events'
import { RecordErasure } from './jobs'
import { recordErasure } from './use-cases/erasure-ledger'

const handlers: Handler[] = [on(VisitorErased, RecordErasure, ({ erasureId }) => ({ erasureId })), run(RecordErasure, recordErasure)]

export default handlers
