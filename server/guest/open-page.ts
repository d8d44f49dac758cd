import { getQuery, type H3Event } from 'h3'
import type { GuestAnswer, GuestProof, InvitePage } from '#shared/invite'
import { findGuestAccess, type AccessState } from '../domains/credentials/use-cases/find-guest-access'
import { asStranger, hasCode, isAwaited } from '../domains/credentials/use-cases/guest-view'
import { liveCodeAt, liveKeyOf } from '../domains/credentials/live-key'
import { walletsFor } from '../domains/credentials/use-cases/make-wallet-pass'
import { openInvite, type OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { problemIn, proofOf } from './proof'
import { guestSteps } from './checklist'
import { guestCtx } from './guest-ctx'
import { formKeyOf, guestSessionOf, markBrowser, markOf } from '../infra/guest-browser'

/** An invite that was opened, and what this browser may see of it. */
export interface OpenedPage {
  invite: OpenedInvite
  access: AccessState
}

/** Opens the invite of a link for the browser that asks. @returns null for a link that is not one of ours */
export async function openFor(event: H3Event, token: string): Promise<OpenedPage | null> {
  const invite = await openInvite(token)
  if (!invite) return null
  const access = await findGuestAccess(invite, { session: guestSessionOf(event), mark: markOf(event) }, new Date())
  return { invite, access }
}

/** What the invite page shows: all by what its guest has shown, or little by the link alone. */
export async function invitePageOf(event: H3Event, token: string, { invite, access }: OpenedPage): Promise<InvitePage> {
  if (access === 'open') {
    const answer = answerOf(event, token, invite)
    return { ...pageOf(invite, null), answer, steps: answer ? await guestSteps(invite, guestCtx(event, invite, getQuery(event).lang)) : [] }
  }
  return pageOf(asStranger(invite), hasCode(invite) ? proofOf(event, token, access) : null)
}

/** What a step shows of the visit. Until the guest has shown who they are it says how they may. */
export const stepPageOf = (event: H3Event, token: string, { invite, access }: OpenedPage): InvitePage =>
  access === 'open' ? pageOf(invite, null) : pageOf(asStranger(invite), proofOf(event, token, access))

/** What the guest has said; nothing once they came, or nobody waits for them. */
function answerOf(event: H3Event, token: string, invite: OpenedInvite): GuestAnswer | null {
  if (!isAwaited(invite, new Date())) return null
  const { reply, lateMinutes, hereAt } = invite.pass
  return { reply, lateMinutes, isHere: hereAt !== null, form: formKeyOf(markBrowser(event), token), problem: problemIn(event) }
}

/** A guest who is inside may still have to leave when the pass has ended. */
function keepUntil(opened: OpenedInvite): Date | null {
  if (opened.guestAccess !== 'LINK' || !hasCode(opened)) return null
  return opened.pass.presence === 'INSIDE' ? new Date(Date.now() + 86_400_000) : opened.validTo
}

/** The code that the page shows: where codes change, that of this moment. */
function codesOf({ organizationId, changingCodes }: OpenedInvite, code: string | null, at: number): Pick<InvitePage, 'code' | 'live'> {
  if (code === null || changingCodes === 'OFF') return { code, live: null }
  const live = { lasting: code, key: liveKeyOf(organizationId, code).toString('base64'), at }
  return { code: liveCodeAt(organizationId, code, at), live }
}

/** Only what the page shows. A guest who is inside keeps the code: it opens the way out. */
function pageOf(opened: OpenedInvite, proof: GuestProof | null): InvitePage {
  const { pass, site, organization } = opened
  const inside = pass.presence === 'INSIDE'
  const code = inside ? pass.qrToken : opened.code
  return {
    visitorName: opened.visitorName,
    locale: opened.locale,
    title: opened.title,
    message: opened.message,
    canceled: opened.canceled,
    startsAt: opened.startsAt,
    endsAt: opened.endsAt,
    timeZone: opened.timeZone,
    hostName: opened.hostName,
    roomName: opened.roomName,
    site,
    siteLocale: opened.siteLocale,
    organization: { name: organization.name, primaryColor: organization.primaryColor, logoUrl: organization.logoUrl },
    status: opened.status,
    presence: pass.presence,
    ...codesOf(opened, code, Date.now()),
    shortCode: inside ? pass.shortCode : opened.changingCodes === 'REQUIRED' ? null : opened.shortCode,
    waitingText: opened.waitingText,
    validFrom: opened.validFrom,
    validTo: opened.validTo,
    group: opened.group,
    keepUntil: keepUntil(opened),
    wallets: proof ? [] : walletsFor(opened, new Date()),
    proof,
    answer: null,
    steps: [],
  }
}
