import { isFailure, type Failure } from '../../../core/errors'
import type { Agreement, AgreementVersion } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { LocaleType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { maySeeAnswers } from '../policy'
import { findAgreements, signaturesOf, signerOf, versionsOf } from '../use-cases/find-agreements'
import { archiveAgreement, createAgreement, publishAgreement, restoreAgreement, updateAgreement } from '../use-cases/save-agreement'
import { LocalizedText, LocalizedTextInput, textOf } from './texts'

const AgreementVersionType = builder.objectRef<AgreementVersion>('AgreementVersion').implement({
  description: 'What guests read of an agreement, from when on. It is never changed.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counted from 1.' }),
    title: t.field({ type: LocalizedText, description: 'Its title.', resolve: ({ titleRu, titleEn }) => ({ ru: titleRu, en: titleEn }) }),
    text: t.field({ type: LocalizedText, description: 'Its text.', resolve: ({ textRu, textEn }) => ({ ru: textRu, en: textEn }) }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', description: 'When it was published.' }),
  }),
})

builder.node('AgreementSignature', {
  description: 'That a guest signed one version of an agreement.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await signaturesOf(ctx, { where: { id: { in: ids } } }, { elseNone: true })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    agreement: t.field({
      type: 'Agreement',
      description: 'What was signed.',
      resolve: ({ agreementId }, _, ctx) => ctx.load.related('Agreement', agreementId),
    }),
    version: t.exposeInt('version', { description: 'Which version of it.' }),
    language: t.expose('language', { type: LocaleType, description: 'In which language it was read.' }),
    signedAt: t.expose('signedAt', { type: 'DateTime', description: 'When.' }),
    name: t.string({
      nullable: true,
      description: 'The name that the guest typed; null once they were erased.',
      resolve: async (row, _, ctx) => (await signerOf(ctx, row))?.name ?? null,
    }),
    visitPass: t.field({
      type: 'VisitPass',
      description: 'For which visit.',
      resolve: ({ visitPassId }, _, ctx) => ctx.load.related('VisitPass', visitPassId),
    }),
    documentPath: t.string({
      nullable: true,
      description: 'Where the signed document is to be had, from the address of the product on; null until it is made.',
      resolve: ({ id, hasDocument }) => (hasDocument ? `/agreements/signed/${id}` : null),
    }),
    textHash: t.string({
      description: 'SHA-256 of the title, an empty line and the text, as they were read; in hex.',
      resolve: ({ textHash }) => Buffer.from(textHash).toString('hex'),
    }),
  }),
})

builder.node('Agreement', {
  description: 'Something that guests sign before they come in.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findAgreements(ctx, { where: { id: { in: ids } } }, { elseNone: true })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the staff call it.' }),
    validMonths: t.exposeInt('validMonths', {
      nullable: true,
      description: 'How long a signature counts, in months; null: for one visit.',
    }),
    version: t.exposeInt('version', { description: 'The version that guests sign now.' }),
    archivedAt: t.expose('archivedAt', { type: 'DateTime', nullable: true, description: 'Since when nobody is asked to sign it.' }),
    versions: t.field({
      type: [AgreementVersionType],
      description: 'Every version that was published, newest first.',
      resolve: ({ id }, _, ctx) => versionsOf(ctx, id),
    }),
    signatures: t.field({
      type: connections.AgreementSignature,
      description: 'Who signed it, as far as the caller may read its guests; oldest first.',
      args: t.arg.connectionArgs(),
      resolve: ({ id }, args, ctx) =>
        listById(args, ({ where, ...page }) => signaturesOf(ctx, { where: { AND: [{ agreementId: id }, where] }, ...page })),
    }),
  }),
})

const AgreementFilter = builder.inputType('AgreementFilter', {
  description: 'Which agreements are listed.',
  fields: (t) => ({ isArchived: t.boolean({ description: 'Only those that were put away, or only those in use.' }) }),
})

builder.queryField('agreements', (t) =>
  t.field({
    type: connections.Agreement,
    description: 'Agreements of the organization, oldest first.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: AgreementFilter, description: 'Which ones.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      const isArchived = filter?.isArchived
      const asked = isArchived === null || isArchived === undefined ? {} : { archivedAt: isArchived ? { not: null } : null }
      return listById(args, ({ where, ...page }) => findAgreements(ctx, { where: { AND: [asked, where] }, ...page }))
    },
  }),
)

builder.objectField('VisitPass', 'signatures', (t) =>
  t.field({
    type: ['AgreementSignature'],
    nullable: true,
    description: 'What its guest signed for this visit; null for whoever may not read the visitor.',
    resolve: (pass, _, ctx) =>
      maySeeAnswers(ctx, pass) ? signaturesOf(ctx, { where: { visitPassId: pass.id }, orderBy: { id: 'asc' } }) : null,
  }),
)

const resultOf = (
  name: `${'Create' | 'Update' | 'Publish' | 'Archive' | 'Restore'}Agreement`,
  description: string,
  failures: ('NotFound' | 'IdempotencyKeyReused')[],
) => {
  const success = builder.objectRef<{ agreement: Agreement }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ agreement: t.expose('agreement', { type: 'Agreement', description: 'The agreement.' }) }),
  })
  return resultUnion(`${name}Result`, [success], ['ValidationFailed', ...failures], `${name}Success`)
}

const answer = async (work: Promise<Agreement | Failure>) => {
  const agreement = await work
  return isFailure(agreement) ? agreement : { agreement }
}

const months = 'How long a signature counts, 1 to 120 months; absent or null: for one visit.'

const CreateAgreementInput = builder.inputType('CreateAgreementInput', {
  description: 'An agreement with its first version.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What the staff call it.' }),
    validMonths: t.int({ description: months }),
    title: t.field({ type: LocalizedTextInput, required: true, description: 'Its title.' }),
    text: t.field({ type: LocalizedTextInput, required: true, description: 'Its text, in the same languages as the title.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const UpdateAgreementInput = builder.inputType('UpdateAgreementInput', {
  description: 'What an agreement shall be, but for its text.',
  fields: (t) => ({
    agreementId: t.id({ required: true, description: 'Which.' }),
    name: t.string({ required: true, description: 'What the staff call it.' }),
    validMonths: t.int({ description: months }),
  }),
})

const PublishAgreementInput = builder.inputType('PublishAgreementInput', {
  description: 'Another version of an agreement.',
  fields: (t) => ({
    agreementId: t.id({ required: true, description: 'Of which.' }),
    version: t.int({ required: true, description: 'The version that the caller saw: the new one follows it.' }),
    title: t.field({ type: LocalizedTextInput, required: true, description: 'Its title.' }),
    text: t.field({ type: LocalizedTextInput, required: true, description: 'Its text, in the same languages as the title.' }),
    asksAgain: t.boolean({ defaultValue: false, description: 'Whether whoever signed an earlier version has to sign this one.' }),
  }),
})

const whichInput = (name: `${'Archive' | 'Restore'}AgreementInput`, description: string) =>
  builder.inputType(name, { description, fields: (t) => ({ agreementId: t.id({ required: true, description: 'Which.' }) }) })

builder.mutationFields((t) => ({
  createAgreement: t.field({
    type: resultOf('CreateAgreement', 'Types of visitors can ask for it.', ['IdempotencyKeyReused']),
    description: 'Makes an agreement and publishes its first version.',
    args: { input: t.arg({ type: CreateAgreementInput, required: true, description: 'What it says.' }) },
    resolve: (_, { input: { title, text, validMonths, ...rest } }, ctx) =>
      answer(createAgreement(ctx, { ...rest, validMonths: validMonths ?? null, title: textOf(title), text: textOf(text) })),
  }),
  updateAgreement: t.field({
    type: resultOf('UpdateAgreement', 'It is changed.', ['NotFound']),
    description: 'Names an agreement anew and says how long a signature counts.',
    args: { input: t.arg({ type: UpdateAgreementInput, required: true, description: 'Which, and what it shall be.' }) },
    resolve: (_, { input: { agreementId, name, validMonths } }, ctx) =>
      answer(updateAgreement(ctx, { agreementId: localId('Agreement', agreementId), name, validMonths: validMonths ?? null })),
  }),
  publishAgreement: t.field({
    type: resultOf('PublishAgreement', 'Guests sign the new version from now on.', ['NotFound']),
    description: 'Publishes another version of an agreement. Earlier ones stay with those who signed them.',
    args: { input: t.arg({ type: PublishAgreementInput, required: true, description: 'Of which, and what it says.' }) },
    resolve: (_, { input: { agreementId, version, title, text, asksAgain } }, ctx) => {
      const content = { version, asksAgain: asksAgain ?? false, title: textOf(title), text: textOf(text) }
      return answer(publishAgreement(ctx, { agreementId: localId('Agreement', agreementId), ...content }))
    },
  }),
}))

builder.mutationFields((t) => ({
  archiveAgreement: t.field({
    type: resultOf('ArchiveAgreement', 'Nobody is asked to sign it any more.', ['NotFound']),
    description: 'Puts an agreement away. What was signed stays.',
    args: {
      input: t.arg({ type: whichInput('ArchiveAgreementInput', 'An agreement to put away.'), required: true, description: 'Which.' }),
    },
    resolve: (_, { input }, ctx) => answer(archiveAgreement(ctx, { agreementId: localId('Agreement', input.agreementId) })),
  }),
  restoreAgreement: t.field({
    type: resultOf('RestoreAgreement', 'Guests are asked to sign it again.', ['NotFound']),
    description: 'Takes an agreement that was put away into use again.',
    args: {
      input: t.arg({ type: whichInput('RestoreAgreementInput', 'An agreement to use again.'), required: true, description: 'Which.' }),
    },
    resolve: (_, { input }, ctx) => answer(restoreAgreement(ctx, { agreementId: localId('Agreement', input.agreementId) })),
  }),
}))
