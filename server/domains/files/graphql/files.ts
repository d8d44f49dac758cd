import { builder } from '../../../graphql/builder'
import { VisitorFileKindType, VisitorFileRejectionType, VisitorFileStatusType } from './enums'
import { knownFiles, mayKnowFiles } from '../policy'
import { listVisitorFiles } from '../use-cases/list-visitor-files'

const hex = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('hex')

builder.node('VisitorFile', {
  description: 'A photo or a document of a visitor: what is known of it. `revealVisitorFiles` shows what is in it.',
  id: { resolve: (file) => file.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await listVisitorFiles(ctx, { id: { in: ids }, AND: [knownFiles(ctx)] })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    visitor: t.field({
      type: 'Visitor',
      description: 'Whose it is.',
      resolve: (file, _, ctx) => ctx.load.related('Visitor', file.visitorId),
    }),
    kind: t.expose('kind', { type: VisitorFileKindType, description: 'What it is for.' }),
    status: t.expose('status', { type: VisitorFileStatusType, description: 'Where it stands.' }),
    rejection: t.expose('rejection', { type: VisitorFileRejectionType, nullable: true, description: 'Why it cannot be used.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'What a person wrote of why they said no; the guest reads it.' }),
    contentType: t.exposeString('contentType', {
      nullable: true,
      description: 'What it is: `image/jpeg` or `application/pdf`; as announced until it is READY.',
    }),
    bytes: t.exposeInt('bytes', { nullable: true, description: 'Length of what is kept.' }),
    sha256: t.string({ nullable: true, description: 'SHA-256 of what is kept, in hex.', resolve: ({ sha256 }) => hex(sha256) }),
    uploadBytes: t.exposeInt('uploadBytes', { description: 'Length of what was sent, or is awaited.' }),
    uploadSha256: t.string({
      nullable: true,
      description: 'SHA-256 of what was sent, in hex, where it came through this server.',
      resolve: ({ uploadSha256 }) => hex(uploadSha256),
    }),
    pages: t.exposeInt('pages', { nullable: true, description: 'Pages of a PDF.' }),
    hasPreview: t.exposeBoolean('hasPreview', { description: 'Whether there is a small picture of it.' }),
    approved: t.exposeBoolean('approved', { description: 'Whether somebody has taken it for good.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was announced.' }),
    uploadableTo: t.expose('uploadableTo', { type: 'DateTime', nullable: true, description: 'Until when its address to upload to holds.' }),
    uploadedAt: t.expose('uploadedAt', { type: 'DateTime', nullable: true, description: 'When it was sent.' }),
    scannedAt: t.expose('scannedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a virus scanner found nothing in it; null: it was not scanned.',
    }),
    settledAt: t.expose('settledAt', { type: 'DateTime', nullable: true, description: 'When it became READY or REJECTED.' }),
    reviewedAt: t.expose('reviewedAt', { type: 'DateTime', nullable: true, description: 'When a person decided over it.' }),
  }),
})

builder.objectField('Visitor', 'files', (t) =>
  t.field({
    type: ['VisitorFile'],
    description: 'Photos and documents, oldest first; none for those who may not read visitors.',
    resolve: (visitor, _, ctx) =>
      mayKnowFiles(ctx) ? ctx.load.filesOf(visitor.id, (ids) => listVisitorFiles(ctx, { visitorId: { in: ids } })) : [],
  }),
)
