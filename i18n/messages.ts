import type { LocaleMessage } from '@intlify/core-base'
import { markRaw } from 'vue'
import type { VueMessageType } from 'vue-i18n'
import type { Language } from '#shared/i18n/languages'
import type { TextPart } from './parts'

/** Texts of the interface, by section and name. */
export type Messages = LocaleMessage<VueMessageType>

type Chunk = () => Promise<{ default: Messages }>

// Written out, so that each is a chunk of its own and a browser loads only what it shows (modules/texts-by-part.ts).
const chunks: Record<Language, Record<TextPart, Chunk>> = {
  ru: {
    base: () => import('./locales/ru.base.texts'),
    account: () => import('./locales/ru.account.texts'),
    host: () => import('./locales/ru.host.texts'),
    approvals: () => import('./locales/ru.approvals.texts'),
    calendars: () => import('./locales/ru.calendars.texts'),
    profile: () => import('./locales/ru.profile.texts'),
    desk: () => import('./locales/ru.desk.texts'),
    admin: () => import('./locales/ru.admin.texts'),
    devconsole: () => import('./locales/ru.devconsole.texts'),
  },
  en: {
    base: () => import('./locales/en.base.texts'),
    account: () => import('./locales/en.account.texts'),
    host: () => import('./locales/en.host.texts'),
    approvals: () => import('./locales/en.approvals.texts'),
    calendars: () => import('./locales/en.calendars.texts'),
    profile: () => import('./locales/en.profile.texts'),
    desk: () => import('./locales/en.desk.texts'),
    admin: () => import('./locales/en.admin.texts'),
    devconsole: () => import('./locales/en.devconsole.texts'),
  },
}

const isTree = (value: unknown): value is Messages => typeof value === 'object' && value !== null

function merge(one: Messages, other: Messages): Messages {
  const merged = { ...one }
  for (const [name, value] of Object.entries(other)) {
    const known = merged[name]
    merged[name] = isTree(known) && isTree(value) ? merge(known, value) : value
  }
  return merged
}

const whole = new Map<string, Promise<Messages>>()

async function load(language: Language, parts: readonly TextPart[]): Promise<Messages> {
  const loaded = await Promise.all(parts.map(async (part) => (await chunks[language][part]()).default))
  return markRaw(loaded.reduce(merge, {}))
}

/** The texts of some parts in one language. They never change: put together once, and Vue need not watch them. */
export function loadMessages(language: Language, parts: readonly TextPart[]): Promise<Messages> {
  const key = [language, ...parts.toSorted()].join()
  const made = whole.get(key) ?? load(language, parts)
  whole.set(key, made)
  // What could not be fetched is asked for again.
  made.catch(() => whole.delete(key))
  return made
}
