import { guestListSchema } from '#shared/schemas/guest-lists'
import type { z } from 'zod'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { GuestList, GuestListStatus } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { GuestListStarted } from '../events'
import { listOwner } from '../policy'

interface Step {
  from: readonly GuestListStatus[]
  data: (now: Date) => Partial<GuestList>
  /** What the caller is told where the list stands otherwise. */
  otherwise: string
  note: (tx: TenantTransaction, list: GuestList) => Promise<void>
}

/** Takes a list of the caller from one state to another, once. */
async function move(ctx: Ctx, input: z.input<typeof guestListSchema>, step: Step): Promise<GuestList | Failure> {
  const ownerId = listOwner(ctx)
  const { data, failed } = validate(ctx, guestListSchema, input)
  if (failed) return failed
  const { guestListId: id } = data
  if (!isId(id)) return notFound(ctx, 'guestListId')
  return ctx.transaction(async (tx) => {
    const { count } = await tx.guestList.updateMany({
      where: { id, ownerId, status: { in: [...step.from] } },
      data: step.data(ctx.now()),
    })
    const list = await tx.guestList.findFirst({ where: { id, ownerId } })
    if (!list) return notFound(ctx, 'guestListId')
    if (count === 0) return invalid(ctx, [{ path: ['guestListId'], key: step.otherwise }])
    await step.note(tx, list)
    return list
  })
}

/**
 * Has the guests of a list invited: the worker does it, part by part.
 * @returns the list, or NOT_FOUND, VALIDATION_FAILED for one that was started before
 */
export const startGuestList = (ctx: Ctx, input: z.input<typeof guestListSchema>): Promise<GuestList | Failure> =>
  move(ctx, input, {
    from: ['COLLECTING'],
    data: (startedAt) => ({ status: 'RUNNING', startedAt }),
    otherwise: 'listStarted',
    note: async (tx, { id, rowCount }) => {
      await emit(tx, organizationOf(ctx), GuestListStarted, { guestListId: id }, ctx.now())
      await audit(ctx, tx, 'guest_list.start', { type: 'GuestList', id }, { rows: rowCount })
    },
  })

/**
 * Stops inviting the guests of a list. Who is invited already stays so.
 * @returns the list, or NOT_FOUND, VALIDATION_FAILED for one that has ended
 */
export const cancelGuestList = (ctx: Ctx, input: z.input<typeof guestListSchema>): Promise<GuestList | Failure> =>
  move(ctx, input, {
    from: ['COLLECTING', 'RUNNING'],
    data: (endedAt) => ({ status: 'CANCELED', endedAt }),
    otherwise: 'listEnded',
    note: (tx, { id, invitedRows }) => audit(ctx, tx, 'guest_list.cancel', { type: 'GuestList', id }, { invited: invitedRows }),
  })
