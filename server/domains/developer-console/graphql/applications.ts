import { scopesOf } from '../../../core/api-key'
import { authorize } from '../../../core/authorize'
import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { grantableScopes } from '../policy'
import { createApplication } from '../use-cases/create-application'
import { listApplications, type ApplicationRow } from '../use-cases/list-applications'
import { updateApplication } from '../use-cases/update-application'

builder.node('Application', {
  description: 'A program of an integrator.',
  id: { resolve: (application) => application.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await listApplications(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it does.' }),
    scopes: t.stringList({ description: 'The most that a key of it may hold.', resolve: ({ scopes }) => scopesOf(scopes) }),
    keys: t.field({ type: ['ApiKey'], description: 'Its keys, the newest first.', resolve: ({ keys }) => keys }),
    clients: t.field({ type: ['ServiceClient'], description: 'Its service clients, the newest first.', resolve: ({ clients }) => clients }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
})

builder.queryFields((t) => ({
  applications: t.field({
    type: ['Application'],
    description: 'Programs that integrate with the organization, by name.',
    resolve: (_, __, ctx) => listApplications(ctx),
  }),
  grantableScopes: t.stringList({
    description: 'Scopes that the caller may allow an application: those that they hold for the whole organization themselves.',
    resolve: (_, __, ctx) => {
      authorize(ctx, 'application:manage')
      return grantableScopes(ctx)
    },
  }),
}))

const scopesDescription =
  'The most that a key of it may hold. Whoever adds one holds it themselves for the whole organization; see `grantableScopes`.'

const CreateApplicationInput = builder.inputType('CreateApplicationInput', {
  description: 'A program that shall have keys.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, up to 120 characters.' }),
    description: t.string({ description: 'What it does, up to 500 characters.' }),
    scopes: t.stringList({ required: true, description: scopesDescription }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const UpdateApplicationInput = builder.inputType('UpdateApplicationInput', {
  description: 'What a program shall be.',
  fields: (t) => ({
    applicationId: t.id({ required: true, description: 'The application.' }),
    name: t.string({ required: true, description: 'Its name, up to 120 characters.' }),
    description: t.string({ description: 'What it does, up to 500 characters; left as it is where it is not given.' }),
    scopes: t.stringList({ required: true, description: scopesDescription }),
  }),
})

const applicationResult = (name: string, description: string, more: ('IdempotencyKeyReused' | 'NotFound')[]) => {
  const success = builder.objectRef<{ application: ApplicationRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({
      application: t.field({ type: 'Application', description: 'The application.', resolve: ({ application }) => application }),
    }),
  })
  return resultUnion(`${name}Result`, [success], ['ValidationFailed', ...more], `${name}Success`)
}

const answer = async (work: Promise<ApplicationRow | Failure>) => {
  const application = await work
  return isFailure(application) ? application : { application }
}

builder.mutationFields((t) => ({
  createApplication: t.field({
    type: applicationResult('CreateApplication', 'Keys can be made for the application.', ['IdempotencyKeyReused']),
    description: 'Makes an application. Refused for scopes that the caller does not hold.',
    args: { input: t.arg({ type: CreateApplicationInput, required: true, description: 'What it is.' }) },
    resolve: (_, { input }, ctx) => answer(createApplication(ctx, input)),
  }),
  updateApplication: t.field({
    type: applicationResult('UpdateApplication', 'The application is changed.', ['NotFound']),
    description:
      'Renames an application and allows it exactly these scopes: its keys lose the others within a second. Refused where scopes are added that the caller does not hold.',
    args: { input: t.arg({ type: UpdateApplicationInput, required: true, description: 'Which, and what it shall be.' }) },
    resolve: (_, { input }, ctx) =>
      answer(updateApplication(ctx, { ...input, applicationId: localId('Application', input.applicationId) })),
  }),
}))
