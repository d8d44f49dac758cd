import { refusal } from '../../core/authorize'
import { builder } from '../../graphql/builder'
import { env } from '../../infra/env'
import { productVersion } from '../../infra/version'
import { listMailOutbox, type OutboxMail } from './use-cases/list-mail-outbox'

const Instance = builder.objectRef<{ demo: boolean; version: string }>('Instance').implement({
  description: 'This installation of Guest Center.',
  fields: (t) => ({
    demo: t.exposeBoolean('demo', { description: 'Whether it runs the demo organizations.' }),
    version: t.exposeString('version', { description: 'Version of the product.' }),
  }),
})

const Mail = builder.objectRef<OutboxMail>('OutboxMail').implement({
  description: 'A mail of the demo, written to a file instead of being sent.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Name of its file; /outbox/<id> shows the mail.' }),
    to: t.exposeString('to', { description: 'Recipient.' }),
    subject: t.exposeString('subject', { description: 'Subject.' }),
    writtenAt: t.expose('writtenAt', { type: 'DateTime', description: 'When it was written.' }),
  }),
})

builder.queryFields((t) => ({
  instance: t.field({
    type: Instance,
    description: 'This installation.',
    resolve: (_, __, ctx) => {
      if (ctx.actor.type === 'anonymous') throw refusal(ctx)
      return { demo: env.GC_DEMO, version: productVersion }
    },
  }),
  mailOutbox: t.field({
    type: [Mail],
    nullable: true,
    description: 'Mails of the demo, newest first; null where an SMTP server sends them.',
    resolve: (_, __, ctx) => listMailOutbox(ctx),
  }),
}))
