import type { Connection } from 'mariadb'
import type { z } from 'zod'
import { readCode } from '#shared/credentials/pass-code'
import { scanPassSchema } from '#shared/schemas/access-control'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, notFound, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { lasting, maskSeenTo } from '../../../core/pass-tasks'
import type { DenialReason } from '../../../generated/prisma/enums'
import { atGate } from '../../../infra/gate-pool'
import { scanVerdicts } from '../../../infra/metrics'
import { outboxRow, wakeRelay } from '../../../infra/outbox'
import { shortCodeThrottle } from '../../../infra/throttle'
import { readPassCode, type ProvenCode } from '../../credentials/use-cases/read-pass-code'
import { decideEntry, type Decision } from '../entry-decision'
import { CheckinRegistered, CheckoutRegistered, EntryDenied } from '../events'
import { outcomeOf, type ScanOutcome } from '../scan-outcome'
import { closedGateRefusal, deviceRefusal, hashCode, isOwnGate, scannerOf, type Scanner } from '../scanner'
import { readScan, writeScan, type NewCheckin, type NewEvent, type ScanRead } from './scan.sql'

type Scan = z.output<typeof scanPassSchema> & { scanner: Scanner; pass: ProvenCode; codeHash: Buffer }

/** How often a decision is made anew when the pass changed between reading and writing. */
const maxRounds = 5

/**
 * Decides one scan at a gate, now, by the server's clock, and records it, admitted or denied.
 * The same scanner and nonce get the same answer and leave one record. Exactly one of many simultaneous scans takes
 * the last entry: the write repeats the decision's conditions, and whoever finds them changed decides again.
 * @returns the verdict, or NOT_FOUND (gate), VALIDATION_FAILED, NONCE_REUSED
 */
export async function scanPass(ctx: Ctx, input: z.input<typeof scanPassSchema>): Promise<ScanOutcome | Failure> {
  const scanner = scannerOf(ctx, 'scan:admit')
  const { data, failed } = validate(ctx, scanPassSchema, input)
  if (failed) return failed
  const refused = deviceRefusal(ctx, data)
  if (refused) return refused
  const pass = await passKeyOf(ctx, scanner, data.code)
  if (pass && 'failure' in pass) return pass
  const outcome = await atGate((connection) => settle(ctx, connection, { ...data, scanner, pass, codeHash: hashCode(data.code) }))
  if (!('failure' in outcome)) scanVerdicts.inc({ verdict: outcome.kind, reason: outcome.kind === 'ScanDenied' ? outcome.reason : '' })
  return outcome
}

/** Which pass a code speaks of. Typed codes are throttled per scanner. */
async function passKeyOf(ctx: Ctx, scanner: Scanner, code: string): Promise<ProvenCode | Failure> {
  const key = await readPassCode(scanner.organizationId, code)
  if (key?.by !== 'short_code') return key
  const wait = await shortCodeThrottle.blockedFor(scanner.id)
  if (wait === 0) return key
  return failure(ctx, 'ValidationFailed', 'VALIDATION_FAILED', 'tooManyShortCodes', {
    path: ['input', 'code'],
    fields: [],
    retryAfterSeconds: wait,
  })
}

async function settle(ctx: Ctx, connection: Connection, scan: Scan): Promise<ScanOutcome | Failure> {
  for (let round = 0; round < maxRounds; round++) {
    const read = await readScan(connection, scan.scanner.organizationId, { ...scan, scannerId: scan.scanner.id })
    if (!read || !isOwnGate(scan.scanner, read.gate)) return notFound(ctx, 'gateId')
    if (read.earlier) return answerAgain(ctx, scan, read)
    const refused = closedGateRefusal(ctx, scan, read.gate)
    if (refused) return refused
    if (!read.pass && scan.pass?.by === 'short_code') await shortCodeThrottle.failed(scan.scanner.id)
    const decision = decide(scan, read, ctx.now())
    if (decision.verdict === 'incomplete' && read.pass) return { kind: 'ScanIncomplete', missing: decision.missing, visitPass: read.pass }
    const checkin = checkinOf(scan, read, decision, ctx.now())
    const event = eventOf(scan.scanner.organizationId, checkin)
    const asked = { accessVersion: read.gate.accessVersion, visitorTypeId: read.pass?.visitorTypeId ?? null }
    const written = await writeScan(connection, scan.scanner.organizationId, checkin, event, { asked })
    if (written !== 'written') continue
    wakeRelay()
    return outcomeOf(ctx.language, { ...checkin, gate: read.gate }, passAfter(read, checkin))
  }
  throw new Error(`A scan was overtaken ${maxRounds} times`)
}

function decide(scan: Scan, { pass, gate }: ScanRead, at: Date): Decision {
  if (!pass) return { verdict: 'denied', reason: 'UNKNOWN_CODE', steps: [] }
  if (scan.direction === 'EXIT') return { verdict: 'admitted', steps: [] }
  const codeIsCurrent = scan.pass?.by === 'short_code' || readsAs(scan.code, pass.qrToken)
  return decideEntry(pass, gate, at, codeIsCurrent, scan.fulfilled ?? [])
}

/** Whether the scanned text, with its keyboard layout put right, is the pass's newest code. */
function readsAs(scanned: string, current: string | null): boolean {
  if (scanned === current) return true
  const read = readCode(scanned)
  return read.kind === 'pass' && read.code === current
}

/** The answer of the scan that this one repeats. */
function answerAgain(ctx: Ctx, scan: Scan, { earlier, pass, gate }: ScanRead): ScanOutcome | Failure {
  const same =
    earlier !== null && earlier.codeHash.equals(scan.codeHash) && earlier.gateId === scan.gateId && earlier.direction === scan.direction
  if (!same) return failure(ctx, 'NonceReused', 'NONCE_REUSED', 'nonceReused', { path: ['input', 'nonce'] })
  return outcomeOf(ctx.language, { ...earlier, gate }, earlier.visitPassId ? pass : null)
}

function checkinOf(scan: Scan, { pass, gate }: ScanRead, decision: Decision, now: Date): NewCheckin {
  return {
    id: newId(),
    visitPassId: pass?.id ?? null,
    siteId: gate.siteId,
    gateId: gate.id,
    direction: scan.direction,
    result: decision.verdict === 'admitted' ? 'ADMITTED' : 'DENIED',
    reason: decision.verdict === 'denied' ? decision.reason : null,
    ruleSteps: decision.steps.length > 0 ? decision.steps : null,
    source: scan.scanner.source,
    scannerId: scan.scanner.id,
    nonce: scan.nonce,
    codeHash: scan.codeHash,
    forced: false,
    forcedReason: null,
    // Of an exit nothing is asked.
    seenTo: scan.direction === 'ENTRY' && decision.verdict === 'admitted' ? maskSeenTo(scan.fulfilled ?? []) & (pass?.outstanding ?? 0) : 0,
    occurredAt: now,
    recordedAt: now,
  }
}

/** The event that announces a check-in. */
export function eventOf(organizationId: string, checkin: NewCheckin): NewEvent {
  const { id: checkinId, gateId, siteId, visitPassId, reason, forced, occurredAt } = checkin
  const place = { checkinId, gateId, siteId }
  if (checkin.result === 'DENIED' || visitPassId === null) {
    return outboxRow(
      organizationId,
      EntryDenied,
      { ...place, visitPassId, reason: reason ?? ('INTERNAL' satisfies DenialReason) },
      occurredAt,
    )
  }
  const event = checkin.direction === 'ENTRY' ? CheckinRegistered : CheckoutRegistered
  return outboxRow(organizationId, event, { ...place, visitPassId, forced }, occurredAt)
}

/** The pass as the write left it, without reading it again. */
export function passAfter({ pass }: ScanRead, checkin: NewCheckin): ScanRead['pass'] {
  if (!pass || checkin.result !== 'ADMITTED') return pass
  if (checkin.direction === 'EXIT') {
    const stay = pass.type === 'GROUP' ? Math.max(0, pass.peopleInside - 1) : 0
    return { ...pass, peopleInside: stay, ...(stay > 0 ? {} : { presence: 'LEFT', insideSince: null }) }
  }
  const entriesUsed = pass.entriesUsed + 1
  const usedUp = pass.status === 'ACTIVE' && pass.entriesLimit !== null && entriesUsed >= pass.entriesLimit
  const outstanding = pass.outstanding & ~(checkin.seenTo & lasting)
  const peopleInside = pass.type === 'GROUP' ? pass.peopleInside + 1 : 1
  const status = usedUp ? 'USED' : pass.status
  return { ...pass, outstanding, entriesUsed, peopleInside, status, presence: 'INSIDE', insideSince: checkin.occurredAt }
}
