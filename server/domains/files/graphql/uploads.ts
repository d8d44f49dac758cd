import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { VisitorFileKindType } from './enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import type { documentTypes } from '#shared/visitor-files'
import { completeFileUpload } from '../use-cases/complete-file-upload'
import { createFileUpload, type FileUpload } from '../use-cases/create-file-upload'
import type { VisitorFileRow } from '../use-cases/list-visitor-files'

const UploadHeader = builder.objectRef<FileUpload['headers'][number]>('UploadHeader').implement({
  description: 'A header that the upload must carry just so.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    value: t.exposeString('value', { description: 'Its value.' }),
  }),
})

const CreateVisitorFileUploadInput = builder.inputType('CreateVisitorFileUploadInput', {
  description: 'Which file is going to be sent.',
  fields: (t) => ({
    visitorId: t.id({ required: true, description: 'Of whom.' }),
    kind: t.field({ type: VisitorFileKindType, required: true, description: 'What it is for.' }),
    contentType: t.string({ required: true, description: '`image/jpeg`, `image/png`, `image/webp`; for documents `application/pdf` too.' }),
    bytes: t.int({ required: true, description: 'Its exact length, 15 MB at most.' }),
    idempotencyKey: t.string({ description: 'The same key finds the same address for 24 hours.' }),
  }),
})

const CreateVisitorFileUploadSuccess = builder.objectRef<FileUpload>('CreateVisitorFileUploadSuccess').implement({
  description: 'Send the file by PUT to the address, then say `completeVisitorFileUpload`.',
  fields: (t) => ({
    visitorFile: t.field({ type: 'VisitorFile', description: 'The file that is awaited.', resolve: ({ visitorFile }) => visitorFile }),
    url: t.exposeString('url', { description: 'Where to. Whoever knows it may send this one file.' }),
    headers: t.field({ type: [UploadHeader], description: 'What the request must say.', resolve: ({ headers }) => headers }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when.' }),
  }),
})

const CompleteVisitorFileUploadInput = builder.inputType('CompleteVisitorFileUploadInput', {
  description: 'Which file has been sent.',
  fields: (t) => ({ visitorFileId: t.id({ required: true, description: 'The file.' }) }),
})

const CompleteVisitorFileUploadSuccess = builder.objectRef<{ visitorFile: VisitorFileRow }>('CompleteVisitorFileUploadSuccess').implement({
  description: 'It is being looked at: ask for its status, or wait for `visitor_file.ready` or `visitor_file.rejected`.',
  fields: (t) => ({ visitorFile: t.expose('visitorFile', { type: 'VisitorFile', description: 'The file.' }) }),
})

/** A type that is none of ours is refused by the schema of the form, in words. */
const typeOf = (text: string) => text as (typeof documentTypes)[number]

builder.mutationFields((t) => ({
  createVisitorFileUpload: t.field({
    type: resultUnion(
      'CreateVisitorFileUploadResult',
      [CreateVisitorFileUploadSuccess],
      ['NotFound', 'IdempotencyKeyReused', 'TooManyAttempts', 'ValidationFailed'],
      'CreateVisitorFileUploadSuccess',
    ),
    description: 'Gives out an address to which one photo or document of a visitor is sent, within a quarter of an hour.',
    args: { input: t.arg({ type: CreateVisitorFileUploadInput, required: true, description: 'Which file.' }) },
    resolve: (_, { input }, ctx) =>
      createFileUpload(ctx, { ...input, contentType: typeOf(input.contentType), visitorId: localId('Visitor', input.visitorId) }),
  }),
  completeVisitorFileUpload: t.field({
    type: resultUnion(
      'CompleteVisitorFileUploadResult',
      [CompleteVisitorFileUploadSuccess],
      ['NotFound', 'ValidationFailed'],
      'CompleteVisitorFileUploadSuccess',
    ),
    description: 'Says that a file has been sent to its address. Said again it changes nothing.',
    args: { input: t.arg({ type: CompleteVisitorFileUploadInput, required: true, description: 'Which file.' }) },
    resolve: async (_, { input }, ctx) => {
      const visitorFile = await completeFileUpload(ctx, { visitorFileId: localId('VisitorFile', input.visitorFileId) })
      return isFailure(visitorFile) ? visitorFile : { visitorFile }
    },
  }),
}))
