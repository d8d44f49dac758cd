import type { VisitorRow } from '../../../core/rows'
import type { Erasure } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { eraseVisitor } from '../use-cases/erase-visitor'
import { exportVisitor, type VisitorExport } from '../use-cases/export-visitor'
import { revealVisitorContact } from '../use-cases/reveal-visitor-contact'

const RevealVisitorContactInput = builder.inputType('RevealVisitorContactInput', {
  description: 'Whose e-mail and phone to show.',
  fields: (t) => ({ visitorId: t.id({ required: true, description: 'The visitor.' }) }),
})

const RevealVisitorContactSuccess = builder.objectRef<VisitorRow>('RevealVisitorContactSuccess').implement({
  description: 'How to reach the visitor; that the caller looked stands in the audit log.',
  fields: (t) => ({
    email: t.exposeString('email', { nullable: true, description: 'E-mail.' }),
    phone: t.exposeString('phone', { nullable: true, description: 'Phone, E.164.' }),
    visitor: t.field({ type: 'Visitor', description: 'The visitor.', resolve: (visitor) => visitor }),
  }),
})

const EraseVisitorInput = builder.inputType('EraseVisitorInput', {
  description: 'Whom to erase, and why.',
  fields: (t) => ({
    visitorId: t.id({ required: true, description: 'The visitor.' }),
    reason: t.string({
      required: true,
      description: 'On whose request or by which rule; it stands in the audit log, so no personal data.',
    }),
  }),
})

const EraseVisitorSuccess = builder.objectRef<Erasure>('EraseVisitorSuccess').implement({
  description: 'The receipt: the person is erased.',
  fields: (t) => ({
    receipt: t.exposeString('id', { description: 'Number of the receipt.' }),
    erasedAt: t.expose('erasedAt', { type: 'DateTime', description: 'When it was done.' }),
  }),
})

const ExportVisitorInput = builder.inputType('ExportVisitorInput', {
  description: 'Of whom to hand out everything, and why.',
  fields: (t) => ({
    visitorId: t.id({ required: true, description: 'The visitor.' }),
    reason: t.string({ required: true, description: 'On whose request; it stands in the audit log.' }),
  }),
})

const ExportVisitorSuccess = builder.objectRef<VisitorExport>('ExportVisitorSuccess').implement({
  description: 'Everything that is held of the person.',
  fields: (t) => ({
    fileName: t.exposeString('fileName', { description: 'A name for the file.' }),
    json: t.exposeString('json', { description: 'The file: JSON in UTF-8.' }),
  }),
})

builder.mutationFields((t) => ({
  revealVisitorContact: t.field({
    type: resultUnion(
      'RevealVisitorContactResult',
      [RevealVisitorContactSuccess],
      ['NotFound', 'ValidationFailed'],
      'RevealVisitorContactSuccess',
    ),
    description: 'Shows a visitor’s e-mail and phone unmasked and notes it in the audit log.',
    args: { input: t.arg({ type: RevealVisitorContactInput, required: true, description: 'Whose.' }) },
    resolve: (_, { input }, ctx) => revealVisitorContact(ctx, { visitorId: localId('Visitor', input.visitorId) }),
  }),
  eraseVisitor: t.field({
    type: resultUnion(
      'EraseVisitorResult',
      [EraseVisitorSuccess],
      ['NotFound', 'ConfirmationRequired', 'ValidationFailed'],
      'EraseVisitorSuccess',
    ),
    description:
      'Erases a person for good: nothing sealed can be read again, open passes are withdrawn. Repeated it gives the first receipt.',
    args: { input: t.arg({ type: EraseVisitorInput, required: true, description: 'Whom, and why.' }) },
    resolve: (_, { input }, ctx) => eraseVisitor(ctx, { ...input, visitorId: localId('Visitor', input.visitorId) }),
  }),
  exportVisitor: t.field({
    type: resultUnion(
      'ExportVisitorResult',
      [ExportVisitorSuccess],
      ['NotFound', 'ConfirmationRequired', 'ValidationFailed'],
      'ExportVisitorSuccess',
    ),
    description: 'Hands out everything that is held of a person, for their request; noted in the audit log.',
    args: { input: t.arg({ type: ExportVisitorInput, required: true, description: 'Of whom, and why.' }) },
    resolve: (_, { input }, ctx) => exportVisitor(ctx, { ...input, visitorId: localId('Visitor', input.visitorId) }),
  }),
}))
