import { markRaw } from 'vue'
import { merge, type Messages } from './merge'
import type { Language } from '#shared/i18n/languages'
import type { TextPart } from './parts'

type Chunk = () => Promise<{ default: Messages }>

// Written out, so that each is a chunk of its own and a browser loads only what it shows (modules/texts-by-part.ts).
const chunks: Record<Language, Record<TextPart, Chunk>> = {
  ru: {
    base: () => import('./locales/ru.base.texts'),
    checks: () => import('./locales/ru.checks.texts'),
    account: () => import('./locales/ru.account.texts'),
    host: () => import('./locales/ru.host.texts'),
    approvals: () => import('./locales/ru.approvals.texts'),
    guestList: () => import('./locales/ru.guestList.texts'),
    calendars: () => import('./locales/ru.calendars.texts'),
    feeds: () => import('./locales/ru.feeds.texts'),
    profile: () => import('./locales/ru.profile.texts'),
    desk: () => import('./locales/ru.desk.texts'),
    reception: () => import('./locales/ru.reception.texts'),
    devconsole: () => import('./locales/ru.devconsole.texts'),
    apiErrors: () => import('./locales/ru.apiErrors.texts'),
    proof: () => import('./locales/ru.proof.texts'),
    lists: () => import('./locales/ru.lists.texts'),
    overview: () => import('./locales/ru.overview.texts'),
    agreements: () => import('./locales/ru.agreements.texts'),
    audit: () => import('./locales/ru.audit.texts'),
    badges: () => import('./locales/ru.badges.texts'),
    branding: () => import('./locales/ru.branding.texts'),
    chains: () => import('./locales/ru.chains.texts'),
    departments: () => import('./locales/ru.departments.texts'),
    devices: () => import('./locales/ru.devices.texts'),
    kiosk: () => import('./locales/ru.kiosk.texts'),
    turnstiles: () => import('./locales/ru.turnstiles.texts'),
    organizations: () => import('./locales/ru.organizations.texts'),
    outbox: () => import('./locales/ru.outbox.texts'),
    passes: () => import('./locales/ru.passes.texts'),
    peopleImport: () => import('./locales/ru.peopleImport.texts'),
    platform: () => import('./locales/ru.platform.texts'),
    privacy: () => import('./locales/ru.privacy.texts'),
    roles: () => import('./locales/ru.roles.texts'),
    rollCall: () => import('./locales/ru.rollCall.texts'),
    rules: () => import('./locales/ru.rules.texts'),
    settings: () => import('./locales/ru.settings.texts'),
    signInPolicy: () => import('./locales/ru.signInPolicy.texts'),
    singleSignOn: () => import('./locales/ru.singleSignOn.texts'),
    sites: () => import('./locales/ru.sites.texts'),
    statistics: () => import('./locales/ru.statistics.texts'),
    users: () => import('./locales/ru.users.texts'),
    visitorTypes: () => import('./locales/ru.visitorTypes.texts'),
    visitors: () => import('./locales/ru.visitors.texts'),
    watchlist: () => import('./locales/ru.watchlist.texts'),
    webhooks: () => import('./locales/ru.webhooks.texts'),
  },
  en: {
    base: () => import('./locales/en.base.texts'),
    checks: () => import('./locales/en.checks.texts'),
    account: () => import('./locales/en.account.texts'),
    host: () => import('./locales/en.host.texts'),
    approvals: () => import('./locales/en.approvals.texts'),
    guestList: () => import('./locales/en.guestList.texts'),
    calendars: () => import('./locales/en.calendars.texts'),
    feeds: () => import('./locales/en.feeds.texts'),
    profile: () => import('./locales/en.profile.texts'),
    desk: () => import('./locales/en.desk.texts'),
    reception: () => import('./locales/en.reception.texts'),
    devconsole: () => import('./locales/en.devconsole.texts'),
    apiErrors: () => import('./locales/en.apiErrors.texts'),
    proof: () => import('./locales/en.proof.texts'),
    lists: () => import('./locales/en.lists.texts'),
    overview: () => import('./locales/en.overview.texts'),
    agreements: () => import('./locales/en.agreements.texts'),
    audit: () => import('./locales/en.audit.texts'),
    badges: () => import('./locales/en.badges.texts'),
    branding: () => import('./locales/en.branding.texts'),
    chains: () => import('./locales/en.chains.texts'),
    departments: () => import('./locales/en.departments.texts'),
    devices: () => import('./locales/en.devices.texts'),
    kiosk: () => import('./locales/en.kiosk.texts'),
    turnstiles: () => import('./locales/en.turnstiles.texts'),
    organizations: () => import('./locales/en.organizations.texts'),
    outbox: () => import('./locales/en.outbox.texts'),
    passes: () => import('./locales/en.passes.texts'),
    peopleImport: () => import('./locales/en.peopleImport.texts'),
    platform: () => import('./locales/en.platform.texts'),
    privacy: () => import('./locales/en.privacy.texts'),
    roles: () => import('./locales/en.roles.texts'),
    rollCall: () => import('./locales/en.rollCall.texts'),
    rules: () => import('./locales/en.rules.texts'),
    settings: () => import('./locales/en.settings.texts'),
    signInPolicy: () => import('./locales/en.signInPolicy.texts'),
    singleSignOn: () => import('./locales/en.singleSignOn.texts'),
    sites: () => import('./locales/en.sites.texts'),
    statistics: () => import('./locales/en.statistics.texts'),
    users: () => import('./locales/en.users.texts'),
    visitorTypes: () => import('./locales/en.visitorTypes.texts'),
    visitors: () => import('./locales/en.visitors.texts'),
    watchlist: () => import('./locales/en.watchlist.texts'),
    webhooks: () => import('./locales/en.webhooks.texts'),
  },
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
