import { createError, defineEventHandler, getQuery, setResponseHeaders, setResponseStatus, type H3Event } from 'h3'
import { guestProblems, type GuestAnswer, type GuestProblem, type GuestProof, type InviteAnswer, type InvitePage } from '#shared/invite'
import { newTraceId } from '../core/ctx'
import { findGuestAccess } from '../domains/credentials/use-cases/find-guest-access'
import { asStranger, hasCode } from '../domains/credentials/use-cases/guest-view'
import { openInvite, type OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { formKeyOf, guestSessionOf, markBrowser, markOf } from '../infra/guest-browser'
import { describeError, log } from '../infra/log'

const guestPages = /^\/i\//i
const invitePage = /^\/i\/([^/?#]+)\/?(?:[?#]|$)/

/** What is personal is kept by nobody, found by no search and told to no other site. No guest page runs a script. */
const headers = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}

/** How long a guest at a door waits for a database that may be away, in milliseconds. */
const patience = 3_000

const statusOf = { opened: 200, unknown: 404, unavailable: 503 } as const

/** Opens the invite of `/i/<token>` before its page is rendered: the page reads `event.context.invite` and asks for nothing. */
export default defineEventHandler(async (event) => {
  if (!guestPages.test(event.path)) return
  setResponseHeaders(event, headers)
  const token = invitePage.exec(event.path)?.[1]
  if (token === undefined) return
  if (event.method !== 'GET' && event.method !== 'HEAD') throw createError({ statusCode: 405, statusMessage: 'Method Not Allowed' })
  await answer(event, token)
})

async function answer(event: H3Event, token: string): Promise<void> {
  event.context.invite = await open(event, token)
  setResponseStatus(event, statusOf[event.context.invite.kind])
}

async function open(event: H3Event, token: string): Promise<InviteAnswer> {
  try {
    const page = await inTime(openFor(event, token))
    return page ? { kind: 'opened', invite: page } : { kind: 'unknown' }
  } catch (error) {
    const traceId = newTraceId()
    log.error({ traceId, err: describeError(error) }, 'an invite could not be opened')
    return { kind: 'unavailable', traceId }
  }
}

/** What this browser may see of the invite: by the link alone, or by what its guest has shown. */
async function openFor(event: H3Event, token: string): Promise<InvitePage | null> {
  const invite = await openInvite(token)
  if (!invite) return null
  const access = await findGuestAccess(invite, { session: guestSessionOf(event), mark: markOf(event) }, new Date())
  if (access === 'open') return { ...pageOf(invite, null), answer: answerOf(event, token, invite) }
  return pageOf(asStranger(invite), hasCode(invite) ? proofOf(event, token, access) : null)
}

const problemIn = (event: H3Event): GuestProblem | null => {
  const { problem } = getQuery(event)
  return guestProblems.find((known) => known === problem) ?? null
}

/** What the guest has said; nothing once they came, or nobody waits for them. */
function answerOf(event: H3Event, token: string, { pass, canceled, status, validTo }: OpenedInvite): GuestAnswer | null {
  const isAwaited = ['DRAFT', 'PENDING_APPROVAL', 'ACTIVE'].includes(status) && pass.presence === 'EXPECTED'
  if (!isAwaited || canceled || validTo <= new Date()) return null
  const { reply, lateMinutes, hereAt } = pass
  return { reply, lateMinutes, isHere: hereAt !== null, form: formKeyOf(markBrowser(event), token), problem: problemIn(event) }
}

function proofOf(event: H3Event, token: string, access: GuestProof['access']): GuestProof {
  const { key } = getQuery(event)
  return { access, form: formKeyOf(markBrowser(event), token), key: typeof key === 'string' ? key : null, problem: problemIn(event) }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${patience} ms`)), patience)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** Only what the page shows. A guest who is inside keeps the code: it opens the way out. */
function pageOf(opened: OpenedInvite, proof: GuestProof | null): InvitePage {
  const { pass, site, organization } = opened
  const inside = pass.presence === 'INSIDE'
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
    site: { name: site.name, address: site.address, directions: site.directions, whatToBring: site.whatToBring },
    organization: { name: organization.name, primaryColor: organization.primaryColor, logoUrl: organization.logoUrl },
    status: opened.status,
    presence: pass.presence,
    code: inside ? pass.qrToken : opened.code,
    shortCode: inside ? pass.shortCode : opened.shortCode,
    validFrom: opened.validFrom,
    validTo: opened.validTo,
    proof,
    answer: null,
  }
}
