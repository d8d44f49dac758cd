import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import {
  changePlatformSettings,
  findAnnouncement,
  findPlatformSettings,
  type Announcement,
  type PlatformSettingsRow,
} from '../use-cases/platform-settings'

const AnnouncementType = builder.objectRef<Announcement>('Announcement').implement({
  description: 'What the platform says to everybody now.',
  fields: (t) => ({
    text: t.exposeString('text', { nullable: true, description: 'The notice in the caller’s language; null where there is none.' }),
    supportContact: t.exposeString('supportContact', { nullable: true, description: 'Whom to ask for help.' }),
  }),
})

const PlatformSettings = builder.objectRef<PlatformSettingsRow>('PlatformSettings').implement({
  description: 'What the platform’s administrators say to everybody.',
  fields: (t) => ({
    supportContact: t.exposeString('supportContact', {
      nullable: true,
      description: 'Whom people ask for help: an address, a number, a page.',
    }),
    noticeRu: t.exposeString('noticeRu', { nullable: true, description: 'The notice in Russian.' }),
    noticeEn: t.exposeString('noticeEn', { nullable: true, description: 'The notice in English.' }),
    noticeUntil: t.expose('noticeUntil', { type: 'DateTime', nullable: true, description: 'When the notice goes by itself.' }),
  }),
})

builder.queryFields((t) => ({
  announcement: t.field({
    type: AnnouncementType,
    description: 'What the platform says to everybody now, signed in or not.',
    resolve: (_, __, ctx) => findAnnouncement(ctx),
  }),
  platformSettings: t.field({
    type: PlatformSettings,
    description: 'What the platform’s administrators say to everybody, to change it.',
    resolve: (_, __, ctx) => findPlatformSettings(ctx),
  }),
}))

const ChangePlatformSettingsInput = builder.inputType('ChangePlatformSettingsInput', {
  description: 'All of the settings: what is left out is taken away.',
  fields: (t) => ({
    supportContact: t.string({ description: 'Whom people ask for help, 200 characters.' }),
    noticeRu: t.string({ description: 'The notice in Russian, 300 characters; both languages or none.' }),
    noticeEn: t.string({ description: 'The notice in English, 300 characters.' }),
    noticeUntil: t.field({ type: 'DateTime', description: 'When the notice goes by itself.' }),
  }),
})

const ChangePlatformSettingsSuccess = builder.objectRef<{ settings: PlatformSettingsRow }>('ChangePlatformSettingsSuccess').implement({
  description: 'Everybody reads it within five seconds.',
  fields: (t) => ({ settings: t.field({ type: PlatformSettings, description: 'The settings.', resolve: ({ settings }) => settings }) }),
})

builder.mutationField('changePlatformSettings', (t) =>
  t.field({
    type: resultUnion(
      'ChangePlatformSettingsResult',
      [ChangePlatformSettingsSuccess],
      ['ValidationFailed'],
      'ChangePlatformSettingsSuccess',
    ),
    description: 'Changes what the platform says to everybody.',
    args: { input: t.arg({ type: ChangePlatformSettingsInput, required: true, description: 'All of the settings.' }) },
    resolve: async (_, { input }, ctx) => {
      const settings = await changePlatformSettings(ctx, input)
      return isFailure(settings) ? settings : { settings }
    },
  }),
)
