import { on, run, type Handler } from '../../core/handlers'
import { VisitorErased } from '../visitors/events'
import { VisitorFileUploaded } from './events'
import { ProcessVisitorFile, RemoveVisitorFiles } from './jobs'
import { processVisitorFile } from './use-cases/process-visitor-file'
import { removeVisitorFiles } from './use-cases/remove-files'

const handlers: Handler[] = [
  on(VisitorFileUploaded, ProcessVisitorFile, ({ visitorFileId }) => ({ visitorFileId })),
  run(ProcessVisitorFile, processVisitorFile),
  on(VisitorErased, RemoveVisitorFiles, ({ visitorId }) => ({ visitorId })),
  run(RemoveVisitorFiles, removeVisitorFiles),
]

export default handlers
