import { builder } from '../../graphql/builder'
import { enumOf } from '../../graphql/enums'
import { resultUnion } from '../../graphql/failures'
import { productVersion } from '../../infra/version'
import { announceGuest, type Announced } from './use-cases/announce-guest'
import { findKiosk, type KioskState } from './use-cases/find-kiosk'
import { registerAtKiosk } from './use-cases/register-at-kiosk'

const Kiosk = builder.objectRef<KioskState>('Kiosk').implement({
  description: 'What a kiosk shows before anybody has done anything.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    siteName: t.exposeString('siteName', { description: 'Where it stands.' }),
    organizationName: t.string({ description: 'Whose guests come.', resolve: ({ brand }) => brand.name }),
    logoUrl: t.string({ nullable: true, description: 'Path of the logo.', resolve: ({ brand }) => brand.logoUrl }),
    primaryColor: t.string({ description: 'The colour of the organization, `#rrggbb`.', resolve: ({ brand }) => brand.primaryColor }),
    isLocked: t.exposeBoolean('isLocked', { description: 'Whether it does nothing until it is unlocked, or its site opened.' }),
    version: t.string({ description: 'The version of what serves it.', resolve: () => productVersion }),
    registersGuests: t.exposeBoolean('registersGuests', { description: 'Whether guests without an invitation register themselves.' }),
  }),
})

builder.queryField('kiosk', (t) =>
  t.field({
    type: Kiosk,
    nullable: true,
    description: 'The kiosk that asks; null for whoever is none.',
    resolve: (_, __, ctx) => findKiosk(ctx),
  }),
)

const KioskOutcome = enumOf('KioskOutcome', 'What came of a guest who showed their code at a kiosk.', {
  HOST_TOLD: 'Their host has heard that they are here.',
  TOO_EARLY: 'The visit is hours ahead: nobody was told.',
  RECEPTION: 'Somebody at the reception has to look at it.',
})

const KioskVisit = builder.objectRef<NonNullable<Announced['visit']>>('KioskVisit').implement({
  description: 'The visit of a guest who has proven their code.',
  fields: (t) => ({
    hostName: t.exposeString('hostName', { description: 'Whom they visit.' }),
    roomName: t.exposeString('roomName', { nullable: true, description: 'Where, if a room is booked.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When it begins.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone of the site.' }),
  }),
})

const AnnounceAtKioskInput = builder.inputType('AnnounceAtKioskInput', {
  description: 'What a guest shows at a kiosk.',
  fields: (t) => ({ code: t.string({ required: true, description: 'The text of the QR, or the ten symbols for typing.' }) }),
})

const AnnounceAtKioskSuccess = builder.objectRef<Announced>('AnnounceAtKioskSuccess').implement({
  description: 'The code was proven.',
  fields: (t) => ({
    outcome: t.expose('outcome', { type: KioskOutcome, description: 'What came of it.' }),
    visit: t.expose('visit', { type: KioskVisit, nullable: true, description: 'Whom they visit; null where the reception says it.' }),
    isIncomplete: t.exposeBoolean('isIncomplete', { description: 'Whether something is left to do on the page of the invitation.' }),
  }),
})

const RegisterAtKioskInput = builder.inputType('RegisterAtKioskInput', {
  description: 'A guest without an invitation.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Who they are.' }),
    company: t.string({ description: 'From where.' }),
    phone: t.string({ description: 'Their phone.' }),
    email: t.string({ description: 'Their e-mail: the pass is sent there.' }),
    host: t.string({ required: true, description: 'Whom they want to see: a whole name or an e-mail.' }),
    purpose: t.string({ description: 'What for.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours gives the first result.' }),
  }),
})

const RegisterAtKioskSuccess = builder.objectRef<{ inviteUrl: string }>('RegisterAtKioskSuccess').implement({
  description: 'The host was asked.',
  fields: (t) => ({
    guestUrl: t.string({ description: 'The page on which the guest waits, for their phone.', resolve: ({ inviteUrl }) => inviteUrl }),
  }),
})

builder.mutationFields((t) => ({
  announceAtKiosk: t.field({
    type: resultUnion('AnnounceAtKioskResult', [AnnounceAtKioskSuccess], ['ValidationFailed'], 'AnnounceAtKioskSuccess'),
    description: 'For a kiosk alone: a guest shows their code, and their host hears that they are here. It opens no gate.',
    args: { input: t.arg({ type: AnnounceAtKioskInput, required: true, description: 'What they show.' }) },
    resolve: (_, { input }, ctx) => announceGuest(ctx, input),
  }),
  registerAtKiosk: t.field({
    type: resultUnion(
      'RegisterAtKioskResult',
      [RegisterAtKioskSuccess],
      ['ValidationFailed', 'NotFound', 'IdempotencyKeyReused'],
      'RegisterAtKioskSuccess',
    ),
    description: 'For a kiosk alone: a guest without an invitation registers themselves, and their host is asked.',
    args: { input: t.arg({ type: RegisterAtKioskInput, required: true, description: 'Who, and to whom.' }) },
    resolve: (_, { input: { host, purpose, idempotencyKey, ...visitor } }, ctx) =>
      registerAtKiosk(ctx, { visitor, host, purpose, idempotencyKey }),
  }),
}))
