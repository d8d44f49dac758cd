import { stepOf } from '#shared/credentials/live-code'
import { displayShortCode } from '#shared/credentials/short-code'
import type { GuestStep } from '#shared/guest-steps'
import type { Language } from '#shared/i18n/languages'
import type { GuestAnswer, GuestProof, InvitePage, LivePass } from '#shared/invite'
import { guidanceIn } from '#shared/site-guidance'
import { daysUntil, momentAt, visitTime, type VisitTime } from '#shared/visit-time'
import { brandStyle } from './brand-style'
import { inviteState, type InviteState } from './invite-state'
import { fill, inviteTexts, type InviteTexts } from './invite-texts'

/** How the page feels about a state: go on, wait, stop, or over. */
export type Tone = 'go' | 'wait' | 'stop' | 'over'

/** The page in words: nothing is left to decide or to format. */
export interface InviteView {
  language: Language
  texts: InviteTexts
  state: InviteState
  tone: Tone
  notice: { title: string; text: string }
  /** Custom properties of the organization's colour and of what can be read on it. */
  brand: string
  organization: { name: string; logoUrl: string | null }
  title: string | null
  guest: string
  host: string
  room: string | null
  place: { name: string; address: string | null; mapUrl: string | null }
  when: VisitTime
  /** "Today", "Tomorrow" by the clock of the place; null on any other day. */
  relative: string | null
  startsAt: string
  code: string | null
  /** Where the code is shown large, where it is not, and where the next one is large. */
  large: { open: string; close: string; next: string }
  /** What a code that changes is made by; null for one that does not. */
  live: LivePass | null
  shortCode: string | null
  /** Where the guest may keep the pass in a wallet, in words. */
  wallets: { title: string; href: string }[]
  /** Until when a copy of the page may be kept on the phone of the guest; undefined: it may not. */
  keepUntil: string | undefined
  /** What the guest has to show before they see the code; null when there is nothing to show. */
  proof: ProofView | null
  /** What the guest says of the visit; null when there is nothing to say. */
  answer: AnswerView | null
  /** What the guest does before they come, in order. */
  steps: StepView[]
  /** Whether there is still something to prepare for: directions, what to bring, the calendar. */
  ahead: boolean
  /** Of a pass for a group: how many it admits and how many came in. */
  group: string[]
  message: string | null
  directions: string[]
  parking: string[]
  entrance: string[]
  bring: string[]
}

/** A line of the checklist, in words. */
export interface StepView extends Pick<GuestStep, 'state' | 'href'> {
  title: string
}

/** What the guest says of the visit, in words. */
export interface AnswerView extends Pick<GuestAnswer, 'reply' | 'isHere' | 'form'> {
  /** How it stands, in a sentence. */
  said: string | null
  /** What may be said on the day itself. */
  isToday: boolean
  problem: string | null
}

/** Minutes late that a guest can choose from. */
export const lateChoices = [10, 20, 30, 60] as const

/** How a guest may show who they are, in words. */
export interface ProofView extends Pick<GuestProof, 'access' | 'form' | 'key'> {
  problem: string | null
}

const tones: Record<InviteState, Tone> = {
  preparing: 'wait',
  awaiting: 'wait',
  early: 'wait',
  ready: 'go',
  inside: 'go',
  kept: 'go',
  left: 'over',
  expired: 'over',
  suspended: 'stop',
  revoked: 'stop',
  canceled: 'stop',
}
/** What a wallet takes, under the page. */
const walletFiles = { apple: 'pass.pkpass', google: 'google-wallet' }

const shown: ReadonlySet<InviteState> = new Set<InviteState>(['early', 'ready', 'inside', 'kept'])
const expected: ReadonlySet<InviteState> = new Set<InviteState>(['preparing', 'awaiting', 'early', 'ready'])

const lines = (text: string | null): string[] =>
  (text ?? '')
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter(Boolean)

/**
 * Words an opened invite in a language, as of now.
 * @param path of the page
 * @throws RangeError for an unknown time zone
 */
export function inviteView(invite: InvitePage, language: Language, now: Date, path: string): InviteView {
  const texts = inviteTexts[language]
  const state = inviteState(invite, now)
  const showCode = shown.has(state)
  const ahead = expected.has(state)
  const proof = showCode && invite.proof ? proofView(invite.proof, texts) : null
  const { name, address, mapUrl } = invite.site
  const guidance = guidanceIn(invite.site, (language === 'ru' ? 'RU' : 'EN') !== invite.siteLocale)
  return {
    language,
    texts,
    state,
    tone: proof ? 'wait' : tones[state],
    notice: proof ? texts.proof : noticeOf(invite, texts.states[state], language, now),
    brand: brandStyle(invite.organization.primaryColor),
    organization: invite.organization,
    title: invite.title,
    guest: invite.visitorName,
    host: invite.hostName,
    room: invite.roomName,
    place: { name, address, mapUrl: ahead ? (mapUrl ?? (address && texts.mapLink + encodeURIComponent(address))) : null },
    when: whenOf(invite, language),
    relative: [texts.today, texts.tomorrow][daysUntil(invite.startsAt, now, invite.timeZone)] ?? null,
    startsAt: invite.startsAt.toISOString(),
    proof,
    answer: invite.answer && answerView(invite.answer, invite, texts, now),
    steps: invite.steps.length > 1 ? invite.steps.map((step) => stepView(step, language, path)) : [],
    ...codesOf(invite, showCode, language, path),
    ahead,
    group: groupOf(invite, texts),
    message: ahead ? invite.message : null,
    directions: ahead ? lines(guidance.directions) : [],
    parking: ahead ? lines(guidance.parking) : [],
    entrance: ahead ? lines(guidance.entrance) : [],
    bring: ahead ? lines(guidance.whatToBring) : [],
  }
}

const inPlace = { open: '#qr', close: '#top', next: '' }

/** A browser does not ask again for the address at which it is already: each step has its own. */
const largeOf = ({ at }: LivePass, page: string): InviteView['large'] => {
  const shownIn = (step: number) => `${page}&large=${step}#qr`
  return { open: shownIn(stepOf(at)), close: page, next: shownIn(stepOf(at) + 1) }
}

/** What opens gates, and how it may be kept; nothing where the page shows no code. */
function codesOf(
  { code, live, shortCode, keepUntil, wallets }: InvitePage,
  isShown: boolean,
  language: Language,
  path: string,
): Pick<InviteView, 'code' | 'large' | 'live' | 'shortCode' | 'keepUntil' | 'wallets'> {
  if (!isShown) return { code: null, large: inPlace, live: null, shortCode: null, keepUntil: undefined, wallets: [] }
  return {
    code,
    // A page without scripts asks for itself again, which forgets where on the page it was.
    large: live ? largeOf(live, `${path}?lang=${language}`) : inPlace,
    live: code === null ? null : live,
    shortCode: shortCode && displayShortCode(shortCode),
    keepUntil: keepUntil?.toISOString(),
    wallets: wallets.map((wallet) => ({
      title: inviteTexts[language].wallets[wallet],
      href: `${path}/${walletFiles[wallet]}?lang=${language}`,
    })),
  }
}

function stepView({ step, state, href, name }: GuestStep, language: Language, path: string): StepView {
  const called = name && (name[language] || name.ru || name.en)
  const title = fill(inviteTexts[language].steps[step], () => called ?? '')
  return { title, state, href: href.startsWith('#') ? href : `${path}/${href}?lang=${language}` }
}

/** What a pass for a group says of its people; nothing for a pass of one, or one that opens no door. */
function groupOf({ group, status }: InvitePage, { group: words }: InviteTexts): string[] {
  if (!group || status === 'REVOKED' || status === 'EXPIRED') return []
  const say = (text: string, count: number) => fill(text, () => String(count))
  return [
    group.size === null ? words.open : say(words.admits, group.size),
    ...(group.entered > 0 ? [say(words.entered, group.entered)] : []),
    ...(group.inside > 0 ? [say(words.inside, group.inside)] : []),
  ]
}

function answerView(answer: GuestAnswer, { startsAt }: InvitePage, { reply: words, proof }: InviteTexts, now: Date): AnswerView {
  const { reply, lateMinutes, isHere, form, problem } = answer
  const late = lateMinutes && fill(words.isLate, () => String(lateMinutes))
  const said = isHere ? words.isHere : late || (reply && words.said[reply])
  const isToday = now.getTime() > startsAt.getTime() - 2 * 3_600_000
  const told = problem && (problem in words.problems ? words.problems[problem as keyof typeof words.problems] : proof.problems.cookies)
  return { reply, isHere, form, said: said || null, isToday, problem: told }
}

/** How a guest may show who they are, in words. */
export const proofView = ({ problem, ...proof }: GuestProof, texts: InviteTexts): ProofView => ({
  ...proof,
  problem:
    problem &&
    (problem in texts.proof.problems ? texts.proof.problems[problem as keyof typeof texts.proof.problems] : texts.proof.problems.wrong),
})

/** The Russian abbreviation of "year" stays on the line of its number. */
function whenOf({ startsAt, endsAt, timeZone }: InvitePage, language: Language): VisitTime {
  const when = visitTime(language, startsAt, endsAt, timeZone)
  return { ...when, date: when.date.replaceAll(' г.', '\u00a0г.') }
}

function noticeOf(invite: InvitePage, texts: { title: string; text: string }, language: Language, now: Date) {
  const at = (moment: Date) => momentAt(language, moment, now, invite.timeZone)
  const values = (name: string) => (name === 'from' ? at(invite.validFrom) : at(invite.validTo))
  const own = inviteState(invite, now) === 'awaiting' ? invite.waitingText : null
  return { title: fill(texts.title, values), text: own ?? fill(texts.text, values) }
}
