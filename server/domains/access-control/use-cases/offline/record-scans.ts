import { createHash } from 'node:crypto'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { suspensionsOf } from '../../../../core/suspensions'
import { Prisma, type Checkin, type Gate, type VisitPass } from '../../../../generated/prisma/client'
import type { DenialReason } from '../../../../generated/prisma/enums'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { replay, type LoggedScan, type PassState, type PassTerms, type ReplayedScan } from '../../pass-history'
import type { Scanner } from '../../scanner'
import { heldPass } from '../../../../core/held-pass.sql'
import { announce, announceChange } from './announce'
import { findCountingRules, rulesOfEntries, type CountingRules } from './counting-rules'
import { tellOfConflict } from './tell-of-conflict'

/** What a gate decided without a connection. */
export interface OfflineScan {
  id: string
  /** Null: no pass of the organization has this code. */
  passId: string | null
  /** The number of the code that was shown; null for an unknown one. */
  codeIssue: number | null
  siteId: string
  gateId: string
  direction: 'ENTRY' | 'EXIT'
  nonce: string
  codeHash: Buffer
  /** Whether the gate let them through, and if not, why. */
  admitted: boolean
  /** Whether it would have let them through, and they did not go: the arm did not turn. */
  annulled?: boolean
  reason?: DenialReason | null | undefined
  /** When it happened, by the clock of the server as far as it is known. */
  occurredAt: Date
  /** By how much the device's clock was put right, in milliseconds. */
  clockOffset: number
}

type Known = Checkin & { gate: Pick<Gate, 'siteId' | 'zoneId' | 'isInner'> }

/**
 * Records scans of one pass, and goes through everything that is known of it: what an earlier scan turns out to contradict becomes a
 * conflict, also if it was written before.
 * @returns the check-ins of these scans, those that were there already among them
 */
export function recordScans(ctx: Ctx, scanner: Scanner, passId: string | null, scans: OfflineScan[]): Promise<Checkin[]> {
  return ctx.transaction(async (tx) => {
    const pass = passId === null ? null : await heldPass(ctx, tx, passId)
    const { fresh, nonces } = await unrecorded(tx, scanner, scans)
    if (fresh.length > 0) {
      const counting = pass && (await findCountingRules(tx, pass.siteId))
      const entries = fresh.filter(({ direction, admitted }) => direction === 'ENTRY' && admitted)
      const rules = counting ? await rulesOfEntries(tx, counting, pass, entries) : new Map<string, string>()
      const drafts = fresh.map((scan) => ({ ...draftOf(ctx, scanner, scan, pass), accessRuleId: rules.get(scan.id) ?? null }))
      await tx.checkin.createMany({ data: drafts.map((draft) => ({ ...draft, ruleSteps: Prisma.DbNull })) })
      const changed = pass ? await reconcile(ctx, tx, pass, counting) : new Set<string>()
      const rows = await tx.checkin.findMany({ where: { id: { in: [...drafts.map(({ id }) => id), ...changed] } }, orderBy: { id: 'asc' } })
      for (const row of rows)
        await tell(
          ctx,
          tx,
          row,
          drafts.some(({ id }) => id === row.id),
        )
    }
    return (await tx.checkin.findMany({ where: { scannerId: scanner.id, nonce: { in: [...nonces.keys()] } } })).map((checkin) => ({
      ...checkin,
      nonce: nonces.get(checkin.nonce) ?? checkin.nonce,
    }))
  })
}

/** Announces a scan that is new, or that turned out otherwise; a conflict is noted in the audit log, and told to those who look after the site. */
async function tell(ctx: Ctx, tx: TenantTransaction, row: Checkin, isNew: boolean): Promise<void> {
  await (isNew ? announce(tx, row) : announceChange(tx, row))
  if (row.result !== 'CONFLICT') return
  await audit(ctx, tx, 'scan.conflict', { type: 'Checkin', id: row.id }, { reason: row.reason, gateId: row.gateId })
  await tellOfConflict(ctx, tx, row.siteId)
}

/**
 * The scans that are not there yet. One whose nonce the scanner has used for another, or that was denied, is kept by a nonce made of both.
 * @returns them, and the nonce that was sent by the one that is kept
 */
async function unrecorded(
  tx: TenantTransaction,
  scanner: Scanner,
  scans: OfflineScan[],
): Promise<{ fresh: OfflineScan[]; nonces: Map<string, string> }> {
  const where = { scannerId: scanner.id, nonce: { in: scans.flatMap((scan) => [scan.nonce, otherNonce(scan)]) } }
  const there = new Map((await tx.checkin.findMany({ where })).map((row) => [row.nonce, row]))
  const nonces = new Map<string, string>()
  const fresh: OfflineScan[] = []
  for (const scan of scans) {
    const known = there.get(scan.nonce)
    // An answer may have got lost: whoever was let in although it was a denial is another scan than the one that was denied.
    const isDenied = known?.result === 'DENIED' && scan.admitted
    const isSame = !known || (Buffer.from(known.codeHash).equals(scan.codeHash) && !isDenied)
    const kept = isSame ? scan.nonce : otherNonce(scan)
    if (!there.has(kept) && !nonces.has(kept)) fresh.push({ ...scan, nonce: kept })
    nonces.set(kept, scan.nonce)
  }
  return { fresh, nonces }
}

const otherNonce = ({ nonce, codeHash }: OfflineScan): string => createHash('sha256').update(nonce).update(codeHash).digest('hex')

function draftOf(ctx: Ctx, scanner: Scanner, scan: OfflineScan, pass: VisitPass | null): Prisma.CheckinCreateManyInput {
  const { id, siteId, gateId, direction, nonce, codeHash, codeIssue, admitted, annulled, occurredAt, clockOffset } = scan
  const unknown = { result: admitted && !annulled ? ('CONFLICT' as const) : ('DENIED' as const), reason: 'UNKNOWN_CODE' as const }
  const known = { result: admitted ? ('ADMITTED' as const) : ('DENIED' as const), reason: admitted ? null : (scan.reason ?? 'INTERNAL') }
  const base = { id, organizationId: organizationOf(ctx), visitPassId: pass?.id ?? null, siteId, gateId, direction, nonce, occurredAt }
  const told = {
    source: scanner.source,
    scannerId: scanner.id,
    codeHash: Uint8Array.from(codeHash),
    codeIssue,
    clockOffset,
    recordedAt: ctx.now(),
  }
  const undone = { result: 'ANNULLED' as const, reason: null, annulledAt: ctx.now() }
  return { ...base, ...told, ...(!pass ? unknown : annulled ? undone : known), isOffline: true }
}

const loggedOf = (row: Known): LoggedScan => ({
  ...row,
  order: `${row.scannerId} ${row.nonce}`,
  passage: row.gate,
  isUnseen: row.source === 'CLOCK' || row.source === 'HOST',
})

/** What a pass allows, as it stands now. */
async function termsOf(tx: TenantTransaction, pass: VisitPass, counting: CountingRules | null): Promise<PassTerms> {
  const visit = pass.appointmentId ? await tx.appointment.findUnique({ where: { id: pass.appointmentId }, select: { status: true } }) : null
  const why = pass.isBlocked ? 'BLOCKED' : visit?.status === 'CANCELED' ? 'APPOINTMENT_CANCELED' : 'REVOKED'
  const { siteId, validFrom, validTo, entriesLimit } = pass
  const withdrawn = pass.status === 'REVOKED' ? { at: pass.revokedAt ?? new Date(0), reason: why as DenialReason } : null
  const code = pass.codeSince && { issue: pass.issueNumber, since: pass.codeSince }
  const isGroup = pass.type === 'GROUP'
  return { siteId, isGroup, validFrom, validTo, entriesLimit, withdrawn, suspensions: suspensionsOf(pass), code, counting }
}

/** What all that is known of a pass comes to. */
export async function historyOf(
  tx: TenantTransaction,
  pass: VisitPass,
  counting: CountingRules | null = null,
): Promise<{ rows: Known[]; state: PassState }> {
  const gate = { select: { siteId: true, zoneId: true, isInner: true } }
  const rows = await tx.checkin.findMany({ where: { visitPassId: pass.id }, include: { gate } })
  const zones = await tx.zone.findMany({ where: { siteId: pass.siteId } })
  const tree = new Map(zones.map((zone) => [zone.id, zone]))
  return { rows, state: replay(tree, await termsOf(tx, pass, counting), rows.map(loggedOf)) }
}

/** Brings the log and the pass to what everything that is known comes to. @returns the check-ins that turned out otherwise */
export async function reconcile(ctx: Ctx, tx: TenantTransaction, pass: VisitPass, counting: CountingRules | null): Promise<Set<string>> {
  const { rows, state } = await historyOf(tx, pass, counting)
  const changed = new Set<string>()
  for (const row of rows) {
    const outcome = state.outcomes.get(row.id)
    if (!outcome || !isOtherwise(row, outcome)) continue
    if (row.result !== outcome.result) changed.add(row.id)
    const { result, move } = outcome
    const reason = result === 'DENIED' ? row.reason : outcome.reason
    const moved = { movement: move?.kind ?? null, zoneFrom: move?.from ?? null, zoneTo: move?.to ?? null }
    const annulled = row.isOffline ? {} : { annulledAt: result === 'ANNULLED' ? ctx.now() : null }
    await tx.checkin.updateMany({ where: { id: row.id }, data: { result, reason, ...moved, ...annulled } })
  }
  await tx.visitPass.updateMany({ where: { id: pass.id }, data: { ...standingOf(pass, state), moves: { increment: 1 } } })
  return changed
}

const isOtherwise = (row: Known, { result, reason, move }: ReplayedScan): boolean =>
  row.result !== result ||
  (result !== 'DENIED' && row.reason !== reason) ||
  row.movement !== (move?.kind ?? null) ||
  row.zoneFrom !== (move?.from ?? null) ||
  row.zoneTo !== (move?.to ?? null)

/** What stands on a pass of its history. A pass that had been used up is not any more if fewer entries turn out to have been taken. */
export function standingOf({ status, entriesLimit, entriesUsed: before }: VisitPass, state: PassState) {
  const { entriesUsed, where, hasMoved, insideSince, movedAt } = state
  const isSpent = (used: number) => entriesLimit !== null && used >= entriesLimit
  const becomes =
    status === 'ACTIVE' && isSpent(entriesUsed) ? 'USED' : status === 'USED' && isSpent(before) && !isSpent(entriesUsed) ? 'ACTIVE' : status
  return {
    entriesUsed,
    status: becomes,
    presence: where.inside > 0 ? ('INSIDE' as const) : hasMoved ? ('LEFT' as const) : ('EXPECTED' as const),
    peopleInside: where.inside,
    insideSince,
    movedAt,
    zones: Object.keys(where.zones).length > 0 ? where.zones : Prisma.DbNull,
  }
}
