import { displayShortCode } from '#shared/credentials/short-code'
import { brandColor } from '#shared/brand-color'
import { lines, oneLine, webAddress } from './safe-text'
import { INVITE_TEXTS, type InviteKind, type InviteTexts, type MailLocale } from './texts'
import { visitTime, type VisitTime } from '#shared/visit-time'

/** What the invite mail tells. Texts are given as people typed them; nothing needs to be escaped or cut before. */
export type InviteMail = {
  /** Default: an invite. */
  kind?: InviteKind
  /** How many visits of its series are ahead; absent for one that does not repeat. */
  repeats?: number
  locale: MailLocale
  organization: {
    name: string
    /** Shown when it is an absolute http(s) address. */
    logoUrl?: string | null
    /** `#rrggbb`; anything else gives the product's own colour. */
    primaryColor?: string | null
  }
  guestName: string
  hostName: string
  place: { name: string; address?: string | null }
  startsAt: Date
  endsAt: Date
  /** The IANA zone of the site. */
  timeZone: string
  inviteUrl: string
  /** 10 symbols as stored; null where guests show who they are before they see it. */
  shortCode: string | null
  /** What else to bring or know, one thing a line. */
  instructions?: string | null
}

/** The mail's contents, cleaned and worded, not yet escaped: HTML and plain text are both written from it. */
export type InviteMailView = {
  kind: InviteKind
  repeats: string | null
  locale: MailLocale
  texts: InviteTexts
  organization: string
  logoUrl: string | null
  color: string
  guest: string
  host: string
  place: string
  address: string
  when: VisitTime
  inviteUrl: string
  shortCode: string | null
  bring: string[]
}

/**
 * Cleans and words what the mail tells.
 * @throws RangeError for an unknown time zone, TypeError for a link that is none
 */
export function inviteMailView(mail: InviteMail): InviteMailView {
  const inviteUrl = webAddress(mail.inviteUrl)
  if (!inviteUrl) throw new TypeError('an invite link is an absolute http(s) address')
  const texts = INVITE_TEXTS[mail.locale]
  const kind = mail.kind ?? 'invite'
  return {
    kind,
    repeats: mail.repeats === undefined ? null : texts[kind === 'cancel' || kind === 'until' ? 'left' : 'repeats'](mail.repeats),
    locale: mail.locale,
    texts,
    organization: oneLine(mail.organization.name),
    logoUrl: webAddress(mail.organization.logoUrl),
    color: brandColor(mail.organization.primaryColor),
    guest: oneLine(mail.guestName),
    host: oneLine(mail.hostName),
    place: oneLine(mail.place.name),
    address: oneLine(mail.place.address ?? ''),
    when: visitTime(mail.locale, mail.startsAt, mail.endsAt, mail.timeZone),
    inviteUrl,
    shortCode: mail.shortCode && displayShortCode(mail.shortCode),
    bring: [texts.document, texts.phone, ...lines(mail.instructions ?? '')],
  }
}
