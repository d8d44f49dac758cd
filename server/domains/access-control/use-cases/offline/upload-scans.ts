import type { z } from 'zod'
import { uploadScansSchema } from '#shared/schemas/access-control'
import { clockOffsetOf, keptOffset } from '../../../../core/clock-offset'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, validate } from '../../../../core/failures'
import { isId, newId } from '../../../../core/ids'
import type { Checkin } from '../../../../generated/prisma/client'
import { readPassCode } from '../../../credentials/use-cases/read-pass-code'
import { hashCode, isOwnGate, scannerOf, type Scanner } from '../../scanner'
import { openSealedCode } from '../../sealed-code'
import { recordScans, type OfflineScan } from './record-scans'

type Input = z.output<typeof uploadScansSchema>

/**
 * Records what gates decided without a connection. Nothing is refused for being late, and nothing is lost: whatever contradicts what else
 * is known is kept as a conflict. The same scans sent again leave the same records, whatever the order in which gates send theirs.
 * Where the device says what time it has, its times are put right by the difference.
 * @returns the check-ins in the order of the scans, or VALIDATION_FAILED (too many at once, a gate that the scanner does not have)
 */
export async function uploadScans(ctx: Ctx, input: z.input<typeof uploadScansSchema>): Promise<Checkin[] | Failure> {
  const scanner = scannerOf(ctx, 'scan:admit')
  const { data, failed } = validate(ctx, uploadScansSchema, input)
  if (failed) return failed
  const gates = await gatesOf(ctx, data.scans)
  const strange = data.scans.findIndex(({ gateId }) => !isOwnGateOf(scanner, gates.get(gateId)))
  if (strange >= 0) return invalid(ctx, [{ path: ['scans', String(strange), 'gateId'], key: 'notFound' }])
  const scans = await Promise.all(
    data.scans.map((scan) => offlineScan(ctx, scanner, data, { ...scan, siteId: gates.get(scan.gateId) ?? '' })),
  )
  const recorded = new Map<string, Checkin>()
  // One pass after another, in the same order for everybody: nobody waits for somebody who waits for them.
  for (const passId of [...new Set(scans.map((scan) => scan.passId))].toSorted((one, other) => (one ?? '').localeCompare(other ?? ''))) {
    const ofPass = scans.filter((scan) => scan.passId === passId)
    for (const checkin of await recordScans(ctx, scanner, passId, ofPass)) recorded.set(checkin.nonce, checkin)
  }
  return scans.flatMap((scan) => recorded.get(scan.nonce) ?? [])
}

/** The sites of the gates that are named. */
async function gatesOf(ctx: Ctx, scans: Input['scans']): Promise<Map<string, string>> {
  const ids = [...new Set(scans.map(({ gateId }) => gateId))].filter(isId)
  const gates = await ctx.db.gate.findMany({ where: { id: { in: ids } }, select: { id: true, siteId: true } })
  return new Map(gates.map(({ id, siteId }) => [id, siteId]))
}

const isOwnGateOf = (scanner: Scanner, siteId: string | undefined): boolean => siteId !== undefined && isOwnGate(scanner, { siteId })

async function offlineScan(
  ctx: Ctx,
  scanner: Scanner,
  { deviceTime }: Input,
  kept: Input['scans'][number] & { siteId: string },
): Promise<OfflineScan> {
  const scan = { ...kept, code: openSealedCode(scanner.organizationId, kept.code) }
  // A short code is only looked up with a connection: no gate can have let somebody in by one.
  const proven = await readPassCode(scanner.organizationId, scan.code)
  const offset = clockOffsetOf(ctx.now(), deviceTime)
  const happened = scan.occurredAt.getTime() + offset
  return {
    ...scan,
    id: newId(),
    passId: proven?.by === 'id' ? proven.value : null,
    codeIssue: proven?.by === 'id' ? (proven.issueNumber ?? null) : null,
    codeHash: hashCode(scan.code),
    clockOffset: keptOffset(offset),
    // Nothing has happened that is still to come.
    occurredAt: new Date(Math.min(happened, ctx.now().getTime())),
  }
}
