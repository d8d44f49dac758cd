import { builder } from '../../../graphql/builder'
import { asStranger } from '../use-cases/guest-view'
import { openInvite, type OpenedInvite } from '../use-cases/open-invite.sql'

const InviteHost = builder.objectRef<{ name: string }>('InviteHost').implement({
  description: 'The host, as a guest may know them.',
  fields: (t) => ({ name: t.exposeString('name', { description: 'Full name.' }) }),
})

const InviteSite = builder.objectRef<OpenedInvite['site']>('InviteSite').implement({
  description: 'The place, as a guest may know it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the place.' }),
    address: t.exposeString('address', { nullable: true, description: 'Postal address.' }),
    directions: t.exposeString('directions', { nullable: true, description: 'How to get there.' }),
    whatToBring: t.exposeString('whatToBring', { nullable: true, description: 'What the guest needs at the gate.' }),
    parking: t.exposeString('parking', { nullable: true, description: 'Where the guest can park.' }),
    entrance: t.exposeString('entrance', { nullable: true, description: 'How the guest gets from the door to reception.' }),
    mapUrl: t.exposeString('mapUrl', { nullable: true, description: 'A map that shows the way.' }),
  }),
})

const Invite = builder.objectRef<OpenedInvite>('Invite').implement({
  description: 'What the bearer of an invite link may see.',
  fields: (t) => ({
    visitPass: t.field({ type: 'VisitPass', description: 'The pass.', resolve: ({ pass }) => pass }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'What the QR says; null unless the pass is ACTIVE, and where guests show who they are on the invite page.',
    }),
    visitorName: t.exposeString('visitorName', {
      description: 'Name of the guest; initials where guests show who they are on the invite page.',
    }),
    organization: t.field({ type: 'OrganizationBranding', description: 'Whose guest it is.', resolve: ({ organization }) => organization }),
    host: t.field({ type: InviteHost, description: 'Who receives the guest.', resolve: ({ hostName }) => ({ name: hostName }) }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When the visit starts.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When it ends.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone of the venue.' }),
    site: t.field({ type: InviteSite, description: 'Where.', resolve: ({ site }) => site }),
  }),
})

builder.queryField('invite', (t) =>
  t.field({
    type: Invite,
    nullable: true,
    description: 'What the bearer of an invite link may see; null when the link is unknown.',
    args: { token: t.arg.string({ required: true, description: 'The last part of the invite link.' }) },
    resolve: async (_, { token }) => {
      const invite = await openInvite(token)
      return invite?.guestAccess === 'OTP' ? asStranger(invite) : invite
    },
  }),
)
