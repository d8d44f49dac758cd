import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../../server/core/ctx'
import { isFailure, type Failure } from '../../../server/core/errors'
import type { ScanOutcome } from '../../../server/domains/access-control/scan-outcome'
import type { ScanRequirement } from '../../../server/domains/access-control/scan-requirement'
import { scanPass } from '../../../server/domains/access-control/use-cases/scan-pass'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'

/** A pass that the worker has signed. */
export interface SignedPass {
  id: string
  appointmentId: string
  /** What its QR says. */
  code: string
  /** Ten symbols for typing. */
  shortCode: string
  validFrom: Date
  validTo: Date
}

/** What a test may want otherwise than a single entry in the hour that begins now. */
export interface PassOptions {
  passType?: 'SINGLE' | 'MULTI'
  startsAt?: Date
  endsAt?: Date
  visitorTypeId?: string
  answers?: { key: string; value: string }[]
  recurrence?: string
  email?: string
  /** The clock of whoever invites. */
  now?: () => Date
}

/** A visit whose pass nobody has signed yet. */
export interface BookedVisit {
  appointmentId: string
  passId: string
  /** The guest's address. */
  email: string
}

/** Invites a guest and leaves the rest to the worker. */
export async function bookedVisit(org: TestOrganization, options: PassOptions = {}): Promise<BookedVisit> {
  const startsAt = options.startsAt ?? new Date()
  const endsAt = options.endsAt ?? new Date(startsAt.getTime() + 3_600_000)
  const visitor = { name: 'Anna Petrova', email: options.email ?? `${randomUUID()}@guest.example`, locale: 'EN' as const }
  const { passType = 'SINGLE', visitorTypeId, answers, recurrence } = options
  const asked = { visitor, siteId: org.site.id, startsAt, endsAt, passType, visitorTypeId, answers, recurrence }
  const booked = await inviteGuest(asHost(org, options.now ? { now: options.now } : {}), asked)
  if (isFailure(booked)) throw new Error(`The visit was not booked: ${JSON.stringify(booked)}`)
  const { id } = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: booked.id }, select: { id: true } })
  return { appointmentId: booked.id, passId: id, email: visitor.email }
}

/** Invites a guest and does the worker's part, so that the pass is ACTIVE. */
export async function signedPass(org: TestOrganization, options: PassOptions = {}): Promise<SignedPass> {
  const { appointmentId, passId: id } = await bookedVisit(org, options)
  await issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds: [id] })
  const pass = await prisma.visitPass.findUniqueOrThrow({ where: { id } })
  const { qrToken, shortCode, validFrom, validTo } = pass
  return { id, appointmentId, code: qrToken ?? '', shortCode: shortCode ?? '', validFrom, validTo }
}

/** What a test may say about a scan; otherwise it is an entry at the first gate with a nonce of its own. */
export interface ScanOptions {
  gateId?: string
  direction?: 'ENTRY' | 'EXIT'
  nonce?: string
  fulfilled?: ScanRequirement[]
}

/** Scans a code. */
export function scan(ctx: Ctx, org: TestOrganization, code: string, options: ScanOptions = {}): Promise<ScanOutcome | Failure> {
  return scanPass(ctx, { code, gateId: org.gates[0].id, direction: 'ENTRY', nonce: randomUUID(), ...options })
}

/** The verdict in one word: `ScanAdmitted`, a denial reason, or the failure's code. */
export function wordOf(outcome: ScanOutcome | Failure): string {
  if ('failure' in outcome) return outcome.code
  return outcome.kind === 'ScanDenied' ? outcome.reason : outcome.kind
}

/** A scan's verdict in one word. */
export const verdict = async (...args: Parameters<typeof scan>): Promise<string> => wordOf(await scan(...args))
