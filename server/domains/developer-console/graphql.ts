import { authorize } from '../../core/authorize'
import type { ApiApplication, ApiKey } from '../../generated/prisma/client'
import { builder } from '../../graphql/builder'

const Key = builder.objectRef<ApiKey>('ApiKey').implement({
  description: 'A key of an application. The key itself was shown once and is not kept.',
  fields: (t) => ({
    hint: t.exposeString('hint', { description: 'First symbols of the key, to recognise it by.' }),
    scopes: t.stringList({
      description: 'What it may do.',
      resolve: ({ scopes }) => (Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : []),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'When it stops working.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was withdrawn.' }),
  }),
})

const Application = builder.objectRef<ApiApplication & { keys: ApiKey[] }>('Application').implement({
  description: 'A program of an integrator.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it does.' }),
    keys: t.field({ type: [Key], description: 'Its keys.', resolve: ({ keys }) => keys }),
  }),
})

builder.queryField('applications', (t) =>
  t.field({
    type: [Application],
    description: 'Programs that integrate with the organization, by name.',
    resolve: (_, __, ctx) => {
      authorize(ctx, 'application:manage')
      return ctx.db.apiApplication.findMany({ include: { keys: { orderBy: { createdAt: 'asc' } } }, orderBy: { name: 'asc' }, take: 100 })
    },
  }),
)
