import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { ControllerDriverType, DirectionType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { addAccessController, type ConnectedController } from '../use-cases/add-controller'
import {
  changeAccessController,
  removeAccessController,
  revokeAccessController,
  rotateAccessControllerSecret,
  syncAccessController,
} from '../use-cases/change-controller'
import type { AccessControllerRow } from '../use-cases/list-controllers'

const ReaderInput = builder.inputType('ControllerReaderInput', {
  description: 'A reader of a controller.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'What the controller calls it, up to 40 characters.' }),
    gateId: t.id({ required: true, description: 'At which gate of the site it is.' }),
    direction: t.field({ type: DirectionType, required: true, description: 'Which way one goes through.' }),
  }),
})

const AddInput = builder.inputType('AddAccessControllerInput', {
  description: 'A turnstile, or the controller of several, to connect.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Where it stands.' }),
    name: t.string({ required: true, description: 'What people call it, up to 120 characters.' }),
    driver: t.field({ type: ControllerDriverType, required: true, description: 'How it is reached.' }),
    url: t.string({ required: true, description: 'Its address, or that of its broker. Kept sealed, and shown to nobody again.' }),
    user: t.string({ description: 'User at its broker, where that asks for one.' }),
    password: t.string({ description: 'Their password there. Kept sealed, and shown to nobody again.' }),
    readers: t.field({ type: [ReaderInput], required: true, description: 'Its readers, up to 64.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result, though without the secret.' }),
  }),
})

const ChangeInput = builder.inputType('ChangeAccessControllerInput', {
  description: 'What a controller is to be from now on.',
  fields: (t) => ({
    accessControllerId: t.id({ required: true, description: 'Which.' }),
    name: t.string({ required: true, description: 'What people call it, up to 120 characters.' }),
    url: t.string({ description: 'Its new address; without one it stays where it is.' }),
    user: t.string({ description: 'User at the new address, where it asks for one.' }),
    password: t.string({ description: 'Their password there.' }),
    readers: t.field({ type: [ReaderInput], required: true, description: 'All of its readers, up to 64.' }),
  }),
})

const whichInput = (name: `${'Rotate' | 'Revoke' | 'Remove' | 'Sync'}AccessController${'' | 'Secret'}Input`, description: string) =>
  builder.inputType(name, { description, fields: (t) => ({ accessControllerId: t.id({ required: true, description: 'Which.' }) }) })

const changing = (name: `${'Change' | 'Revoke' | 'Remove' | 'Sync'}AccessController`, description: string) => {
  const success = builder.objectRef<{ accessController: AccessControllerRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({
      accessController: t.field({ type: 'AccessController', description: 'It.', resolve: (done) => done.accessController }),
    }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const connecting = (
  name: 'AddAccessController' | 'RotateAccessControllerSecret',
  description: string,
  more: 'IdempotencyKeyReused'[] = [],
) => {
  const success = builder.objectRef<ConnectedController>(`${name}Success`).implement({
    description,
    fields: (t) => ({
      accessController: t.field({ type: 'AccessController', description: 'It.', resolve: (done) => done.accessController }),
      secret: t.exposeString('secret', {
        nullable: true,
        description: 'What both sides sign with, this one time; null where it was shown before.',
      }),
    }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed', ...more], `${name}Success`)
}

const answer = async (work: Promise<AccessControllerRow | Failure>) => {
  const accessController = await work
  return isFailure(accessController) ? accessController : { accessController }
}

const which = (id: string | number) => ({ accessControllerId: localId('AccessController', String(id)) })
const readersOf = (readers: readonly { key: string; gateId: string | number; direction: 'ENTRY' | 'EXIT' }[]) =>
  readers.map((reader) => ({ ...reader, gateId: localId('Gate', String(reader.gateId)) }))

builder.mutationFields((t) => ({
  addAccessController: t.field({
    type: connecting('AddAccessController', 'It is connected.', ['IdempotencyKeyReused']),
    description: 'Connects a turnstile, or the controller of several, and makes the secret that both sides sign with.',
    args: { input: t.arg({ type: AddInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) =>
      addAccessController(ctx, { ...input, siteId: localId('Site', String(input.siteId)), readers: readersOf(input.readers) }),
  }),
  changeAccessController: t.field({
    type: changing('ChangeAccessController', 'It is as asked from now on.'),
    description: 'Changes what a controller is called, where it is, and at which gates its readers are.',
    args: { input: t.arg({ type: ChangeInput, required: true, description: 'What to.' }) },
    resolve: (_, { input }, ctx) =>
      answer(changeAccessController(ctx, { ...input, ...which(input.accessControllerId), readers: readersOf(input.readers) })),
  }),
  rotateAccessControllerSecret: t.field({
    type: connecting('RotateAccessControllerSecret', 'It has a new secret.'),
    description: 'Makes a new secret for a controller. The one before works for a day, unless the controller was revoked.',
    args: {
      input: t.arg({ type: whichInput('RotateAccessControllerSecretInput', 'Whose secret.'), required: true, description: 'Whose.' }),
    },
    resolve: (_, { input }, ctx) => rotateAccessControllerSecret(ctx, which(input.accessControllerId)),
  }),
}))

builder.mutationFields((t) => ({
  revokeAccessController: t.field({
    type: changing('RevokeAccessController', 'It is answered nothing more, and what it holds is taken away.'),
    description: 'Revokes a controller. What it decided until now it can still tell.',
    args: { input: t.arg({ type: whichInput('RevokeAccessControllerInput', 'Which to revoke.'), required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(revokeAccessController(ctx, which(input.accessControllerId))),
  }),
  removeAccessController: t.field({
    type: changing('RemoveAccessController', 'Nothing of it is kept but the check-ins that it made.'),
    description: 'Removes a controller that was revoked.',
    args: { input: t.arg({ type: whichInput('RemoveAccessControllerInput', 'Which to remove.'), required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(removeAccessController(ctx, which(input.accessControllerId))),
  }),
  syncAccessController: t.field({
    type: changing('SyncAccessController', 'It is brought up to date within seconds.'),
    description: 'Has a controller brought up to date now, and asked what it holds.',
    args: { input: t.arg({ type: whichInput('SyncAccessControllerInput', 'Which to look at.'), required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(syncAccessController(ctx, which(input.accessControllerId))),
  }),
}))
