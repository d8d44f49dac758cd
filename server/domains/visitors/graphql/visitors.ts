import { builder } from '../../../graphql/builder'
import { LocaleType, PresenceType } from '../../../graphql/enums'
import { optionalLocalId } from '../../../graphql/global-id'
import { connections, listById } from '../../../graphql/connections'
import { translate } from '../../../infra/i18n'
import type { Presence, Prisma } from '../../../generated/prisma/client'
import { maskEmail, maskPhone } from '../contact'
import { maySeeContact, visibleVisitors } from '../policy'
import { listVisitors, searchVisitors } from '../use-cases/list-visitors'

builder.node('Visitor', {
  description: 'A person who visits the organization.',
  id: { resolve: (visitor) => visitor.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await listVisitors(ctx, { where: { id: { in: ids }, AND: [visibleVisitors(ctx)] } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.string({
      description: 'Full name; a word of the caller’s language for somebody who was erased.',
      resolve: (visitor, _, ctx) => (visitor.erased ? translate(ctx.language, 'visitors.erased') : visitor.name),
    }),
    email: t.string({
      nullable: true,
      description: 'E-mail, masked (`revealVisitorContact` shows it); null for those who may not read visitors.',
      resolve: (visitor, _, ctx) => (maySeeContact(ctx) && visitor.email ? maskEmail(visitor.email) : null),
    }),
    phone: t.string({
      nullable: true,
      description: 'Phone, masked (`revealVisitorContact` shows it); null for those who may not read visitors.',
      resolve: (visitor, _, ctx) => (maySeeContact(ctx) && visitor.phone ? maskPhone(visitor.phone) : null),
    }),
    company: t.string({ nullable: true, description: 'Where they come from.', resolve: (visitor) => visitor.company }),
    locale: t.expose('locale', { type: LocaleType, description: 'Language they are written to in.' }),
    erased: t.exposeBoolean('erased', { description: 'Whether the person was erased: that they came is known, not who they were.' }),
  }),
})

const VisitorFilter = builder.inputType('VisitorFilter', {
  description: 'Which visitors are listed.',
  fields: (t) => ({
    search: t.string({
      description: 'A whole e-mail, a whole phone number, or beginnings of the words of a name. At most 100 characters count.',
    }),
    siteId: t.id({ description: 'Only those who have or had a pass for this site.' }),
    presence: t.field({ type: [PresenceType], description: 'Only those who are there, or not, by a pass that is not over.' }),
    erased: t.boolean({ description: 'Only those who were erased, or were not.' }),
  }),
})

interface Asked {
  siteId?: string | null | undefined
  presence?: Presence[] | null | undefined
  erased?: boolean | null | undefined
}

/** The filter for what was asked beside a search. */
function visitorWhere({ siteId: asked, presence, erased }: Asked, now: Date): Prisma.VisitorWhereInput {
  const siteId = optionalLocalId('Site', asked)
  const there = presence ? { presence: { in: presence }, validTo: { gt: now } } : {}
  return {
    ...(typeof erased === 'boolean' ? { erasedAt: erased ? { not: null } : null } : {}),
    ...(siteId !== null || presence ? { visitPasses: { some: { ...(siteId === null ? {} : { siteId }), ...there } } } : {}),
  }
}

builder.queryField('visitors', (t) =>
  t.field({
    type: connections.Visitor,
    description: 'People who visited or will.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: VisitorFilter, description: 'Which ones.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      const visible = { AND: [visibleVisitors(ctx), visitorWhere(filter ?? {}, ctx.now())] }
      const typed = filter?.search?.trim().slice(0, 100)
      return listById(args, ({ where, ...page }) =>
        typed ? searchVisitors(ctx, typed, visible, { where, ...page }) : listVisitors(ctx, { where: { AND: [visible, where] }, ...page }),
      )
    },
  }),
)
