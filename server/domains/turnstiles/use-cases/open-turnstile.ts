import type { z } from 'zod'
import { openTurnstileSchema } from '#shared/schemas/turnstiles'
import { audit } from '../../../core/audit'
import { authorizeWithin } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { isSiteWithin } from '../../../core/within'
import type { AccessController } from '../../../generated/prisma/client'
import { DriverFailed, type ControllerDriver } from '../driver'
import { driverOf } from '../drivers/driver-of'

/** A turnstile that was opened by hand. */
export interface OpenedTurnstile {
  accessControllerId: string
  reader: string
}

/** Whether a controller did as it was asked. @returns what went wrong, or null */
async function ask(controller: AccessController, reader: string, reach: (row: AccessController) => Promise<ControllerDriver>) {
  let driver: ControllerDriver | null = null
  try {
    driver = await reach(controller)
    await driver.open(reader)
    return null
  } catch (error) {
    if (error instanceof DriverFailed) return error.problem
    throw error
  } finally {
    await driver?.close()
  }
}

/**
 * Opens a turnstile once, for whoever stands there, though no pass says so: nobody is checked in by it. It is noted with its reason before it is
 * done, so that no opening goes without a trace.
 * @returns which, or NOT_FOUND, VALIDATION_FAILED (no reason, revoked, or the controller did not answer)
 */
export async function openTurnstile(
  ctx: Ctx,
  input: z.input<typeof openTurnstileSchema>,
  reach: (row: AccessController) => Promise<ControllerDriver> = driverOf,
): Promise<OpenedTurnstile | Failure> {
  const within = authorizeWithin(ctx, 'scan:override')
  const { data, failed } = validate(ctx, openTurnstileSchema, input)
  if (failed) return failed
  const { accessControllerId: id, reader: key, reason } = data
  const controller = isId(id) ? await ctx.db.accessController.findUnique({ where: { id } }) : null
  if (!controller || !isSiteWithin(within, controller.siteId)) return notFound(ctx, 'accessControllerId')
  const reader = await ctx.db.controllerReader.findFirst({ where: { accessControllerId: id, key } })
  if (!reader) return notFound(ctx, 'reader')
  if (controller.revokedAt) return invalid(ctx, [{ path: ['accessControllerId'], key: 'controllerRevoked' }])
  const { gateId, direction } = reader
  await ctx.transaction((tx) =>
    audit(ctx, tx, 'turnstile.open', { type: 'AccessController', id }, { reader: key, gate: gateId, direction, reason }),
  )
  const problem = await ask(controller, key, reach)
  return problem ? invalid(ctx, [{ path: ['accessControllerId'], key: 'turnstileNotOpened' }]) : { accessControllerId: id, reader: key }
}
