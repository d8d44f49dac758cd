import { Temporal } from 'temporal-polyfill'
import { displayShortCode } from '#shared/credentials/short-code'
import type { Language } from '../../../infra/i18n'
import type { OpenedInvite } from '../use-cases/open-invite.sql'

/** A visit and its pass as the wallet of a phone keeps them. */
export interface WalletVisit {
  passId: string
  language: Language
  organization: string
  /** `#rrggbb`. */
  color: string
  guest: string
  title: string | null
  place: { name: string; address: string | null }
  host: string
  room: string | null
  startsAt: Date
  /** From when to when the code opens. */
  validFrom: Date
  validTo: Date
  timeZone: string
  /** What the QR says. */
  code: string
  /** For typing, as people read it. */
  shortCode: string | null
}

/**
 * What a wallet may keep of a pass. A wallet keeps a picture of the code for good, whatever becomes of the pass: so of none whose guest is asked to
 * show who they are, or whose code has to change, and of none that opens nothing.
 * @returns null where a wallet may keep nothing
 */
export function walletVisitOf(invite: OpenedInvite, language: Language, now: Date): WalletVisit | null {
  const { code, status, validTo, guestAccess, changingCodes } = invite
  const mayBeKept = status === 'ACTIVE' && validTo > now && guestAccess === 'LINK' && changingCodes !== 'REQUIRED'
  if (code === null || !mayBeKept) return null
  return {
    passId: invite.pass.id,
    language,
    organization: invite.organization.name,
    color: invite.organization.primaryColor,
    guest: invite.visitorName,
    title: invite.title,
    place: { name: invite.site.name, address: invite.site.address },
    host: invite.hostName,
    room: invite.roomName,
    startsAt: invite.startsAt,
    validFrom: invite.validFrom,
    validTo,
    timeZone: invite.timeZone,
    code,
    shortCode: invite.shortCode && displayShortCode(invite.shortCode),
  }
}

/** A moment with the offset that the place has then, as `2026-11-12T09:30:00+03:00`. */
export const momentWithOffset = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })
