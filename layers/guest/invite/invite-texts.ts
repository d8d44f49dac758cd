import { invite as en } from '~/i18n/locales/en.json'
import { invite as ru } from '~/i18n/locales/ru.json'
import type { Language } from '#shared/i18n/languages'

/** The words of the guest's page. */
export type InviteTexts = typeof ru

/** The words by language, shared by all requests: nothing is made or compiled for one page. */
export const inviteTexts: Record<Language, InviteTexts> = { ru, en }

/** A text with its `{values}` put in, asked for only when they stand in it. The guest's texts use no other rule of the message format. */
export function fill(text: string, value: (name: string) => string): string {
  return text.includes('{') ? text.replaceAll(/\{(\w+)\}/g, (_, name: string) => value(name)) : text
}
