import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { VisitorFileKindType } from './enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import type { VisitorFileRow } from '../use-cases/list-visitor-files'
import { revealVisitorFiles, type RevealedFile } from '../use-cases/reveal-visitor-files'
import { approveVisitorFile, rejectVisitorFile } from '../use-cases/review-visitor-file'

const RevealedFileType = builder.objectRef<RevealedFile>('RevealedVisitorFile').implement({
  description: 'A file with addresses that show it for a minute, to whoever knows them.',
  fields: (t) => ({
    visitorFile: t.field({ type: 'VisitorFile', description: 'The file.', resolve: ({ visitorFile }) => visitorFile }),
    url: t.exposeString('url', { nullable: true, description: 'The picture; null for a PDF, which is downloaded.' }),
    previewUrl: t.exposeString('previewUrl', { nullable: true, description: 'A small picture of it.' }),
    downloadUrl: t.exposeString('downloadUrl', { description: 'The same to be saved as a file.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when.' }),
  }),
})

const RevealVisitorFilesInput = builder.inputType('RevealVisitorFilesInput', {
  description: 'Whose photo and documents to show.',
  fields: (t) => ({
    visitorId: t.id({ required: true, description: 'The visitor.' }),
    kind: t.field({ type: VisitorFileKindType, description: 'Of one kind only.' }),
  }),
})

const RevealVisitorFilesSuccess = builder.objectRef<{ files: RevealedFile[] }>('RevealVisitorFilesSuccess').implement({
  description: 'What can be looked into; that the caller looked stands in the audit log.',
  fields: (t) => ({ files: t.field({ type: [RevealedFileType], description: 'The files.', resolve: ({ files }) => files }) }),
})

const ApproveVisitorFileInput = builder.inputType('ApproveVisitorFileInput', {
  description: 'Which file to take for good.',
  fields: (t) => ({ visitorFileId: t.id({ required: true, description: 'The file.' }) }),
})

const RejectVisitorFileInput = builder.inputType('RejectVisitorFileInput', {
  description: 'Which file not to take, and why.',
  fields: (t) => ({
    visitorFileId: t.id({ required: true, description: 'The file.' }),
    reason: t.string({ required: true, description: 'What the guest is to do; they read it on their page.' }),
  }),
})

const success = (name: `${'Approve' | 'Reject'}VisitorFileSuccess`, description: string) =>
  builder.objectRef<{ visitorFile: VisitorFileRow }>(name).implement({
    description,
    fields: (t) => ({ visitorFile: t.expose('visitorFile', { type: 'VisitorFile', description: 'The file.' }) }),
  })

const ApproveVisitorFileSuccess = success('ApproveVisitorFileSuccess', 'It is taken; the guest sees it.')
const RejectVisitorFileSuccess = success(
  'RejectVisitorFileSuccess',
  'It is not taken, and what was in it is gone; the guest may send another.',
)

const decided = (visitorFile: Awaited<ReturnType<typeof approveVisitorFile>>) => (isFailure(visitorFile) ? visitorFile : { visitorFile })

builder.mutationFields((t) => ({
  revealVisitorFiles: t.field({
    type: resultUnion('RevealVisitorFilesResult', [RevealVisitorFilesSuccess], ['NotFound'], 'RevealVisitorFilesSuccess'),
    description: 'Shows the photo and the documents of a visitor and notes it in the audit log.',
    args: { input: t.arg({ type: RevealVisitorFilesInput, required: true, description: 'Whose.' }) },
    resolve: async (_, { input }, ctx) => {
      const files = await revealVisitorFiles(ctx, { kind: input.kind, visitorId: localId('Visitor', input.visitorId) })
      return isFailure(files) ? files : { files }
    },
  }),
  approveVisitorFile: t.field({
    type: resultUnion(
      'ApproveVisitorFileResult',
      [ApproveVisitorFileSuccess],
      ['NotFound', 'ValidationFailed'],
      'ApproveVisitorFileSuccess',
    ),
    description: 'Takes a photo or a document for good; noted in the audit log.',
    args: { input: t.arg({ type: ApproveVisitorFileInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, ctx) =>
      decided(await approveVisitorFile(ctx, { visitorFileId: localId('VisitorFile', input.visitorFileId) })),
  }),
  rejectVisitorFile: t.field({
    type: resultUnion('RejectVisitorFileResult', [RejectVisitorFileSuccess], ['NotFound', 'ValidationFailed'], 'RejectVisitorFileSuccess'),
    description: 'Says no to a photo or a document, for a reason that the guest reads; noted in the audit log, without the reason.',
    args: { input: t.arg({ type: RejectVisitorFileInput, required: true, description: 'Which, and why.' }) },
    resolve: async (_, { input }, ctx) =>
      decided(await rejectVisitorFile(ctx, { reason: input.reason, visitorFileId: localId('VisitorFile', input.visitorFileId) })),
  }),
}))
