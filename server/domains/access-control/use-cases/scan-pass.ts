import type { Connection } from 'mariadb'
import type { z } from 'zod'
import { shownAt, type CodeShown } from '#shared/credentials/live-code'
import { scanPassSchema } from '#shared/schemas/access-control'
import { moveThrough } from '#shared/whereabouts'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, notFound, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { maskSeenTo } from '#shared/pass-tasks'
import type { DenialReason } from '../../../generated/prisma/enums'
import { urgently } from '../../../infra/urgent-pool'
import { scanVerdicts } from '../../../infra/metrics'
import { outboxRow, wakeRelay } from '../../../infra/outbox'
import { shortCodeThrottle } from '../../../infra/throttle'
import { readPassCode, readsAs, type ProvenCode } from '../../credentials/use-cases/read-pass-code'
import { decideEntry, type Decision } from '#shared/entry-decision'
import { CheckinRegistered, CheckoutRegistered, EntryDenied, PassMoved } from '../events'
import { footingOf, isCounted, passAfter, whereOf, type Footing } from '../passage'
import { outcomeOf, type ScanOutcome } from '../scan-outcome'
import { closedGateRefusal, deviceRefusal, hashCode, isOwnGate, scannerOf, type Scanner } from '../scanner'
import { crossingAt } from './crossing-at'
import { findIdentified } from './find-identified.sql'
import { readScan, type GateAtScan, type PassAtGate, type ScanRead } from './scan.sql'
import { holdPass, writeScan, type NewCheckin, type NewEvent, type Part } from './write-scan.sql'

/** A scan that is to be settled. */
export interface Scan extends z.output<typeof scanPassSchema> {
  scanner: Scanner
  pass: ProvenCode
  codeHash: Buffer
  /** What was read was a card or a plate: whether it could be of several. */
  identified?: { isAmbiguous: boolean }
  /** For a guest whom somebody at the desk found without a code: what stands in the way of it, and the trace of it. */
  atDesk?: { refusal: (read: ScanRead) => Failure | null; trace: (checkinId: string, verdict: Decision['verdict']) => Part }
}

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
  return settleScan(ctx, { ...data, scanner, pass, codeHash: hashCode(data.code) })
}

/** Decides a scan and records it, on a connection of the gates. @returns the verdict, or NOT_FOUND, VALIDATION_FAILED, NONCE_REUSED */
export async function settleScan(ctx: Ctx, scan: Scan): Promise<ScanOutcome | Failure> {
  const outcome = await urgently(async (connection) => settle(ctx, connection, { ...scan, ...(await knownBy(ctx, connection, scan)) }))
  if (!('failure' in outcome)) scanVerdicts.inc({ verdict: outcome.kind, reason: outcome.kind === 'ScanDenied' ? outcome.reason : '' })
  return outcome
}

/** Of a card or a plate the pass that it speaks of, and what stands for it in the record: nobody reads it back. Nothing for everything else. */
export async function knownBy(
  ctx: Ctx,
  connection: Connection,
  { scanner, pass, ...scan }: Pick<Scan, 'scanner' | 'pass' | 'gateId' | 'direction'>,
): Promise<Partial<Pick<Scan, 'pass' | 'codeHash' | 'identified'>>> {
  if (pass?.by !== 'card' && pass?.by !== 'plate') return {}
  const { passId, isAmbiguous, token } = await findIdentified(connection, scanner.organizationId, pass, scan, ctx.now())
  return { pass: passId === null ? null : { by: 'id', value: passId }, codeHash: hashCode(token), identified: { isAmbiguous } }
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
    const refused = closedGateRefusal(ctx, scan, read.gate) ?? scan.atDesk?.refusal(read)
    if (refused) return refused
    if (!read.pass && scan.pass?.by === 'short_code') await shortCodeThrottle.failed(scan.scanner.id)
    const { decision, footing: found } = await decide(connection, scan, read, ctx.now())
    // Nobody showed a code at the desk: that the guest is where they were is all that keeps two who search from doing the same twice.
    const footing = found && scan.atDesk && read.pass ? { ...found, moves: read.pass.moves } : found
    if (decision.verdict === 'incomplete' && read.pass) return { kind: 'ScanIncomplete', missing: decision.missing, visitPass: read.pass }
    const checkin = checkinOf(scan, read, { decision, footing }, ctx.now())
    const event = eventOf(scan.scanner.organizationId, checkin)
    const also = scan.atDesk ? [scan.atDesk.trace(checkin.id, decision.verdict)] : []
    const written = await writeScan(connection, scan.scanner.organizationId, checkin, event, { footing, also })
    if (written === 'lost' && read.pass)
      await holdPass(connection, scan.scanner.organizationId, read.gate.siteId, read.pass.id, isCounted(read.gate))
    if (written !== 'written') continue
    wakeRelay()
    const pass = read.pass && footing ? passAfter(read.pass, checkin, footing) : read.pass
    return outcomeOf(ctx.language, { ...checkin, gate: read.gate }, pass)
  }
  throw new Error(`A scan was overtaken ${maxRounds} times`)
}

/** What is decided, and how the person moves by it. */
interface Decided {
  decision: Decision
  /** Null where nobody moves. */
  footing: Footing | null
}

async function decide(connection: Connection, scan: Scan, { pass, gate }: ScanRead, at: Date): Promise<Decided> {
  const unknown = scan.identified?.isAmbiguous ? 'AMBIGUOUS' : 'UNKNOWN_CODE'
  if (!pass) return { decision: { verdict: 'denied', reason: unknown, steps: [] }, footing: null }
  const where = whereOf(pass)
  if (scan.direction === 'EXIT') {
    const move = moveThrough(gate.zones, gate, 'EXIT', where)
    return { decision: { verdict: 'admitted', ruleId: null, steps: [] }, footing: footingOf(gate, pass, move) }
  }
  const { crossing, footing } = await crossingAt(connection, scan.scanner.organizationId, gate, pass)
  const decision = decideEntry(pass, gate, crossing, at, shownBy(scan, pass, gate, at), scan.fulfilled ?? [])
  return { decision, footing: decision.verdict === 'admitted' ? footing : null }
}

/** What was shown of the pass: nothing that could be a picture at the desk or of a card, and a code for typing does not change. */
function shownBy(
  { pass: proven, identified, atDesk, code }: Scan,
  { qrToken }: PassAtGate,
  { revokedKeys }: GateAtScan,
  at: Date,
): CodeShown {
  if (identified || atDesk) return 'NONE'
  if (proven?.by !== 'id') return 'STILL'
  if (!readsAs(code, qrToken) || revokedKeys.has(proven.keyId ?? '')) return 'OLD'
  return shownAt(proven.live ?? null, at)
}

/** The answer of the scan that this one repeats. */
function answerAgain(ctx: Ctx, scan: Scan, { earlier, pass, gate }: ScanRead): ScanOutcome | Failure {
  const same =
    earlier !== null && earlier.codeHash.equals(scan.codeHash) && earlier.gateId === scan.gateId && earlier.direction === scan.direction
  if (!same) return failure(ctx, 'NonceReused', 'NONCE_REUSED', 'nonceReused', { path: ['input', 'nonce'] })
  return outcomeOf(ctx.language, { ...earlier, gate }, earlier.visitPassId ? pass : null)
}

function checkinOf(scan: Scan, { pass, gate }: ScanRead, { decision, footing }: Decided, now: Date): NewCheckin {
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
    accessRuleId: decision.verdict === 'admitted' ? decision.ruleId : null,
    forced: false,
    forcedReason: null,
    seenTo: footing?.asksGuest ? maskSeenTo(scan.fulfilled ?? []) & (pass?.outstanding ?? 0) : 0,
    ...movedBy(footing),
    isOffline: false,
    isCorrection: false,
    clockOffset: 0,
    occurredAt: now,
    recordedAt: now,
  }
}

/** How a check-in says that somebody moved. */
export const movedBy = (footing: Footing | null): Pick<NewCheckin, 'movement' | 'zoneFrom' | 'zoneTo'> => ({
  movement: footing?.move.kind ?? null,
  zoneFrom: footing?.move.from ?? null,
  zoneTo: footing?.move.to ?? null,
})

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
  const events = { IN: CheckinRegistered, WITHIN: PassMoved, OUT: CheckoutRegistered }
  return outboxRow(organizationId, events[checkin.movement ?? 'IN'], { ...place, visitPassId, forced }, occurredAt)
}
