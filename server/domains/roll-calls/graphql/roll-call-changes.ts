import { isFailure } from '../../../core/errors'
import type { RollCall } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { endRollCall } from '../use-cases/end-roll-call'
import { recordRollCall } from '../use-cases/record-roll-call'
import { startRollCall } from '../use-cases/start-roll-call'
import { RollCallKindType, RollCallStateType } from './roll-calls'

const successOf = (name: string, description: string) =>
  builder.objectRef<{ rollCall: RollCall }>(name).implement({
    description,
    fields: (t) => ({ rollCall: t.expose('rollCall', { type: 'RollCall', description: 'The roll call.' }) }),
  })

const StartRollCallInput = builder.inputType('StartRollCallInput', {
  description: 'Where, and what for.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Where.' }),
    kind: t.field({ type: RollCallKindType, required: true, description: 'What for.' }),
    begunAt: t.field({
      type: 'DateTime',
      description: 'When it was begun without a connection, by the clock of the device. It is joined to one of its kind that went on then.',
    }),
    deviceTime: t.field({ type: 'DateTime', description: 'What time the device has now: `begunAt` is put right by the difference.' }),
  }),
})

const RollCallPersonInput = builder.inputType('AddedRollCallPerson', {
  description: 'Somebody else for whom is asked.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description:
        'Made by the device: sent again it is the same person. Of somebody on a pass it is `<uuid of the pass>.<ordinal>`, as in the roll call itself.',
    }),
    name: t.string({ description: 'Who; for somebody on a pass nothing.' }),
    visitPassId: t.id({ description: 'On which pass they were inside when it was begun without a connection.' }),
    ordinal: t.int({ description: 'Which of those on the pass, from 1.' }),
  }),
})

const RollCallMarkInput = builder.inputType('RollCallMarkInput', {
  description: 'What is said of somebody.',
  fields: (t) => ({
    nonce: t.string({ required: true, description: 'Made by the device: sent again it is the same mark.' }),
    personKey: t.string({ required: true, description: 'Of whom: `key` of a person.' }),
    state: t.field({ type: RollCallStateType, required: true, description: 'What.' }),
    assemblyPoint: t.string({ description: 'At which assembly point.' }),
    note: t.string({ description: 'What is noted.' }),
    occurredAt: t.field({ type: 'DateTime', required: true, description: 'When, by the clock of the device.' }),
  }),
})

const RecordRollCallInput = builder.inputType('RecordRollCallInput', {
  description: 'What a marshal tells of a roll call.',
  fields: (t) => ({
    rollCallId: t.id({ required: true, description: 'Of which.' }),
    people: t.field({ type: [RollCallPersonInput], description: 'Whom they added, 200 at most.' }),
    marks: t.field({ type: [RollCallMarkInput], description: 'What they said, 200 at most, in any order and however late.' }),
    deviceTime: t.field({ type: 'DateTime', description: 'What time the device has now: times are put right by the difference.' }),
  }),
})

const EndRollCallInput = builder.inputType('EndRollCallInput', {
  description: 'What ends.',
  fields: (t) => ({ rollCallId: t.id({ required: true, description: 'Which roll call.' }) }),
})

const answer = (rollCall: Awaited<ReturnType<typeof startRollCall>>) => (isFailure(rollCall) ? rollCall : { rollCall })

/** What a marshal tells, by local ids. */
const localOf = ({ rollCallId, people, ...told }: typeof RecordRollCallInput.$inferInput) => ({
  ...told,
  rollCallId: localId('RollCall', rollCallId),
  people: people?.map((person) => ({ ...person, visitPassId: optionalLocalId('VisitPass', person.visitPassId) })),
})

builder.mutationFields((t) => ({
  startRollCall: t.field({
    type: resultUnion(
      'StartRollCallResult',
      [successOf('StartRollCallSuccess', 'The roll is called. Where one of the kind went on already, that is it.')],
      ['NotFound', 'ValidationFailed'],
      'StartRollCallSuccess',
    ),
    description: 'Calls the roll of everybody who is inside a site now.',
    args: { input: t.arg({ type: StartRollCallInput, required: true, description: 'Where, and what for.' }) },
    resolve: async (_, { input }, ctx) => answer(await startRollCall(ctx, { ...input, siteId: localId('Site', input.siteId) })),
  }),
  recordRollCall: t.field({
    type: resultUnion(
      'RecordRollCallResult',
      [successOf('RecordRollCallSuccess', 'Everything is written down.')],
      ['NotFound', 'ValidationFailed'],
      'RecordRollCallSuccess',
    ),
    description: 'What a marshal has seen, perhaps without a connection. Never refused for being late; sent again it is the same.',
    args: { input: t.arg({ type: RecordRollCallInput, required: true, description: 'Of whom, and what.' }) },
    resolve: async (_, { input }, ctx) => answer(await recordRollCall(ctx, localOf(input))),
  }),
  endRollCall: t.field({
    type: resultUnion(
      'EndRollCallResult',
      [successOf('EndRollCallSuccess', 'It is over; what was not told yet is still taken.')],
      ['NotFound', 'ValidationFailed'],
      'EndRollCallSuccess',
    ),
    description: 'Ends a roll call.',
    args: { input: t.arg({ type: EndRollCallInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, ctx) => answer(await endRollCall(ctx, { rollCallId: localId('RollCall', input.rollCallId) })),
  }),
}))
