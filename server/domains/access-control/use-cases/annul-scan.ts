import type { z } from 'zod'
import { annulScanSchema } from '#shared/schemas/access-control'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import type { Checkin } from '../../../generated/prisma/client'
import { scannerOf } from '../scanner'
import { annulCheckin } from './annul-checkin'

/** How long after a scan the arm may report that it did not turn, in milliseconds. */
const annulable = 15 * 60 * 1_000

/**
 * Withdraws the scanner's own admitted scan because the arm did not turn: the entry is given back and the person stands
 * where they stood. Doing it again changes nothing.
 * @returns the check-in, ANNULLED, or NOT_FOUND (no such scan of this scanner), VALIDATION_FAILED (denied, or too long ago)
 */
export async function annulScan(ctx: Ctx, input: z.input<typeof annulScanSchema>): Promise<Checkin | Failure> {
  const scanner = scannerOf(ctx, 'scan:admit')
  const { data, failed } = validate(ctx, annulScanSchema, input)
  if (failed) return failed
  const since = new Date(ctx.now().getTime() - annulable)
  return ctx.transaction(async (tx) => {
    const annulled = await annulCheckin(ctx, tx, scanner, data.nonce, since)
    if (annulled) return annulled
    const checkin = await tx.checkin.findFirst({ where: { scannerId: scanner.id, nonce: data.nonce } })
    if (!checkin) return notFound(ctx, 'nonce')
    if (checkin.result === 'ANNULLED') return checkin
    return invalid(ctx, [{ path: ['nonce'], key: checkin.result === 'DENIED' ? 'scanWasDenied' : 'scanTooLongAgo' }])
  })
}
