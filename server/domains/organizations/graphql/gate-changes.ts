import { isFailure, type Failure } from '../../../core/errors'
import type { Gate } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { closeGate, reopenGate } from '../use-cases/close-gate'
import { createGate } from '../use-cases/create-gate'
import { renameGate } from '../use-cases/rename-gate'

const gateResult = (name: string, description: string, more: 'IdempotencyKeyReused'[] = []) => {
  const success = builder.objectRef<{ gate: Gate }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ gate: t.field({ type: 'Gate', description: 'The gate.', resolve: ({ gate }) => gate }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed', ...more], `${name}Success`)
}

const answer = async (work: Promise<Gate | Failure>) => {
  const gate = await work
  return isFailure(gate) ? gate : { gate }
}

const CreateGateInput = builder.inputType('CreateGateInput', {
  description: 'A new gate.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Where it is.' }),
    name: t.string({ required: true, description: 'Name of the gate.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const RenameGateInput = builder.inputType('RenameGateInput', {
  description: 'What a gate shall be called.',
  fields: (t) => ({
    gateId: t.id({ required: true, description: 'The gate.' }),
    name: t.string({ required: true, description: 'Name of the gate.' }),
  }),
})

const CloseGateInput = builder.inputType('CloseGateInput', {
  description: 'Which gate to close.',
  fields: (t) => ({ gateId: t.id({ required: true, description: 'The gate.' }) }),
})

const ReopenGateInput = builder.inputType('ReopenGateInput', {
  description: 'Which gate to open again.',
  fields: (t) => ({ gateId: t.id({ required: true, description: 'The gate.' }) }),
})

builder.mutationFields((t) => ({
  createGate: t.field({
    type: gateResult('CreateGate', 'Passes can be scanned at the gate.', ['IdempotencyKeyReused']),
    description: 'Makes a gate of an open site.',
    args: { input: t.arg({ type: CreateGateInput, required: true, description: 'What it is, and where.' }) },
    resolve: (_, { input }, ctx) => answer(createGate(ctx, { ...input, siteId: localId('Site', input.siteId) })),
  }),
  renameGate: t.field({
    type: gateResult('RenameGate', 'The gate has another name.'),
    description: 'Gives a gate another name.',
    args: { input: t.arg({ type: RenameGateInput, required: true, description: 'Which, and its name.' }) },
    resolve: (_, { input }, ctx) => answer(renameGate(ctx, { ...input, gateId: localId('Gate', input.gateId) })),
  }),
  closeGate: t.field({
    type: gateResult('CloseGate', 'Nobody is let in there any more; leaving is recorded all the same.'),
    description: 'Closes a gate. Refused for the last open gate of a site where guests are inside or expected.',
    args: { input: t.arg({ type: CloseGateInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(closeGate(ctx, { gateId: localId('Gate', input.gateId) })),
  }),
  reopenGate: t.field({
    type: gateResult('ReopenGate', 'Guests are let in there again.'),
    description: 'Opens a closed gate again.',
    args: { input: t.arg({ type: ReopenGateInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(reopenGate(ctx, { gateId: localId('Gate', input.gateId) })),
  }),
}))
