import type { Connection } from 'mariadb'
import type { z } from 'zod'
import { overrideScanSchema } from '#shared/schemas/access-control'
import { moveThrough } from '#shared/whereabouts'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, notFound, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { urgently } from '../../../infra/urgent-pool'
import { wakeRelay } from '../../../infra/outbox'
import { scanVerdicts } from '../../../infra/metrics'
import { readPassCode, type ProvenCode } from '../../credentials/use-cases/read-pass-code'
import { auditStatement } from '../audit.sql'
import { outcomeOf, type ScanOutcome } from '../scan-outcome'
import { closedGateRefusal, hashCode, isOwnGate, scannerOf, type Scanner } from '../scanner'
import { footingOf, isCounted, passAfter, restsOnWhereabouts, whereOf, type Footing } from '../passage'
import { eventOf, knownBy, movedBy } from './scan-pass'
import { readScan, type ScanRead } from './scan.sql'
import { holdPass, writeScan, type NewCheckin } from './write-scan.sql'

type Override = z.output<typeof overrideScanSchema> & { scanner: Scanner; pass: ProvenCode; codeHash: Buffer }

/**
 * Lets somebody through against the verdict, with a reason that is audited in the same transaction.
 * It moves the person and counts the entry; it does not make a withdrawn pass valid.
 * @returns ScanAdmitted with a forced check-in, or NOT_FOUND (gate or pass), VALIDATION_FAILED, NONCE_REUSED
 */
export async function overrideScan(ctx: Ctx, input: z.input<typeof overrideScanSchema>): Promise<ScanOutcome | Failure> {
  const scanner = scannerOf(ctx, 'scan:override')
  const { data, failed } = validate(ctx, overrideScanSchema, input)
  if (failed) return failed
  const pass = data.visitPassId
    ? ({ by: 'id', value: data.visitPassId } as const)
    : await readPassCode(scanner.organizationId, data.code ?? '')
  const outcome = await urgently(async (connection) => {
    const scan = { ...data, scanner, pass, codeHash: hashCode(data.code ?? `pass:${data.visitPassId ?? ''}`) }
    return force(ctx, connection, { ...scan, ...(await knownBy(ctx, connection, scan)) })
  })
  if (!('failure' in outcome)) scanVerdicts.inc({ verdict: 'Forced', reason: '' })
  return outcome
}

async function force(ctx: Ctx, connection: Connection, scan: Override): Promise<ScanOutcome | Failure> {
  const again = () => readScan(connection, scan.scanner.organizationId, { ...scan, scannerId: scan.scanner.id })
  let read = await again()
  if (read?.pass && restsOnWhereabouts(read.gate)) {
    await holdPass(connection, scan.scanner.organizationId, read.gate.siteId, read.pass.id, isCounted(read.gate))
    read = await again()
  }
  if (!read || !isOwnGate(scan.scanner, read.gate)) return notFound(ctx, 'gateId')
  if (read.earlier) return answerAgain(ctx, scan, read)
  const refused = closedGateRefusal(ctx, scan, read.gate)
  if (refused) return refused
  if (!read.pass) return notFound(ctx, scan.visitPassId ? 'visitPassId' : 'code')
  const footing = footingOf(read.gate, read.pass, moveThrough(read.gate.zones, read.gate, scan.direction, whereOf(read.pass)))
  const checkin = forcedCheckin(scan, read, footing, ctx.now())
  const trace = auditStatement(
    ctx,
    'scan.override',
    { type: 'VisitPass', id: read.pass.id },
    { reason: scan.reason, gateId: scan.gateId, checkinId: checkin.id },
  )
  const written = await writeScan(connection, organizationOf(ctx), checkin, eventOf(scan.scanner.organizationId, checkin), {
    footing,
    also: [trace],
  })
  if (written !== 'written') {
    const now = await again()
    return now?.earlier ? answerAgain(ctx, scan, now) : notFound(ctx, 'visitPassId')
  }
  wakeRelay()
  return outcomeOf(ctx.language, { ...checkin, gate: read.gate }, passAfter(read.pass, checkin, footing))
}

function answerAgain(ctx: Ctx, scan: Override, { earlier, pass, gate }: ScanRead): ScanOutcome | Failure {
  const same =
    earlier?.forced && earlier.codeHash.equals(scan.codeHash) && earlier.gateId === scan.gateId && earlier.direction === scan.direction
  if (!earlier || !same) return failure(ctx, 'NonceReused', 'NONCE_REUSED', 'nonceReused', { path: ['input', 'nonce'] })
  return outcomeOf(ctx.language, { ...earlier, gate }, pass)
}

function forcedCheckin(scan: Override, { pass, gate }: ScanRead, footing: Footing, now: Date): NewCheckin {
  return {
    id: newId(),
    visitPassId: pass?.id ?? null,
    siteId: gate.siteId,
    gateId: gate.id,
    direction: scan.direction,
    result: 'ADMITTED',
    reason: null,
    ruleSteps: null,
    accessRuleId: null,
    source: scan.scanner.source,
    scannerId: scan.scanner.id,
    nonce: scan.nonce,
    codeHash: scan.codeHash,
    forced: true,
    forcedReason: scan.reason,
    seenTo: 0,
    ...movedBy(footing),
    isOffline: false,
    isCorrection: false,
    clockOffset: 0,
    occurredAt: now,
    recordedAt: now,
  }
}
