import type { z } from 'zod'
import { deskScanSchema } from '#shared/schemas/access-control'
import { refusal } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { auditStatement } from '../audit.sql'
import { passesAtDesk } from '../policy'
import type { ScanOutcome } from '../scan-outcome'
import { hashCode, scannerOf } from '../scanner'
import { settleScan, type Scan } from './scan-pass'
import type { ScanRead } from './scan.sql'

type Input = Omit<z.input<typeof deskScanSchema>, 'direction'>

/** Why somebody who was found by name is not let in or out once more; a group comes and goes one by one. */
function standsAlready(ctx: Ctx, direction: Scan['direction'], { pass, earlier }: ScanRead): Failure | null {
  if (!pass || earlier || pass.type === 'GROUP') return null
  const isInside = pass.presence === 'INSIDE'
  if (isInside === (direction === 'EXIT')) return null
  return invalid(ctx, [{ path: ['visitPassId'], key: isInside ? 'guestIsInside' : 'guestIsNotInside' }])
}

async function scanAtDesk(ctx: Ctx, input: Input, direction: Scan['direction']): Promise<ScanOutcome | Failure> {
  const visible = passesAtDesk(ctx)
  if (ctx.actor.type !== 'user') throw refusal(ctx)
  const scanner = scannerOf(ctx, 'scan:admit')
  const { data, failed } = validate(ctx, deskScanSchema, { ...input, direction })
  if (failed) return failed
  const { visitPassId: id, ...scan } = data
  const found = isId(id) ? await ctx.db.visitPass.findFirst({ where: { AND: [{ id }, visible] }, select: { id: true } }) : null
  if (!found) return notFound(ctx, 'visitPassId')
  const code = `desk:${id}`
  return settleScan(ctx, {
    ...scan,
    code,
    scanner,
    pass: { by: 'id', value: id },
    codeHash: hashCode(code),
    atDesk: {
      refusal: (read) => standsAlready(ctx, direction, read),
      trace: (checkinId, verdict) =>
        auditStatement(ctx, 'scan.desk', { type: 'VisitPass', id }, { checkinId, gateId: scan.gateId, direction, verdict }),
    },
  })
}

/**
 * Lets in a guest whom somebody at the desk found by name, by the same rules as one who shows a code. It is noted in the audit log: nobody
 * showed anything. Exactly one of several who do it at once does.
 * @returns the verdict, or NOT_FOUND (gate or pass), VALIDATION_FAILED (also for one who is inside), NONCE_REUSED
 */
export const checkInAtDesk = (ctx: Ctx, input: Input): Promise<ScanOutcome | Failure> => scanAtDesk(ctx, input, 'ENTRY')

/**
 * Notes that a guest whom somebody at the desk found by name went out.
 * @returns the verdict, or NOT_FOUND (gate or pass), VALIDATION_FAILED (also for one who is not inside), NONCE_REUSED
 */
export const checkOutAtDesk = (ctx: Ctx, input: Input): Promise<ScanOutcome | Failure> => scanAtDesk(ctx, input, 'EXIT')
