import type { z } from 'zod'
import { accessControllerSchema, changeAccessControllerSchema } from '#shared/schemas/turnstiles'
import { allOrNothing } from '../../../core/all-or-nothing'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { AccessController } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { newControllerSecret, openAccess, sealAccess } from '../controller-access'
import { authorizeConnecting, authorizeControllers } from '../policy'
import type { ConnectedController } from './add-controller'
import { askForSync } from './ask-syncs'
import { addressProblem } from './controller-address'
import { strangeReader } from './controller-readers'
import { shownController, type AccessControllerRow } from './list-controllers'

/** Finds a controller, takes it alone, and does something with it in one transaction of which nothing stays when it fails. */
function withController(
  ctx: Ctx,
  id: string,
  work: (tx: TenantTransaction, row: AccessController) => Promise<Failure | null>,
): Promise<AccessControllerRow | Failure> {
  if (!isId(id)) return Promise.resolve(notFound(ctx, 'accessControllerId'))
  return allOrNothing(ctx, async (tx) => {
    await tx.accessController.updateMany({ where: { id }, data: { organizationId: organizationOf(ctx) } })
    const row = await tx.accessController.findUnique({ where: { id }, include: shownController.include })
    if (!row) return notFound(ctx, 'accessControllerId')
    const failed = await work(tx, row)
    return failed ?? (await tx.accessController.findUnique({ where: { id }, ...shownController })) ?? row
  })
}

/** The same with the controller that an input names, for whoever may manage it. @throws Refusal */
async function withNamed(
  ctx: Ctx,
  input: z.input<typeof accessControllerSchema>,
  work: (tx: TenantTransaction, row: AccessController) => Promise<Failure | null>,
): Promise<AccessControllerRow | Failure> {
  authorizeControllers(ctx)
  const { data, failed } = validate(ctx, accessControllerSchema, input)
  return failed ?? withController(ctx, data.accessControllerId, work)
}

type Changes = z.infer<typeof changeAccessControllerSchema>

async function change(ctx: Ctx, tx: TenantTransaction, row: AccessController, changes: Changes): Promise<Failure | null> {
  const { name, url, user, password, readers } = changes
  const { id, organizationId, siteId } = row
  if (url && addressProblem({ driver: row.driver, url })) return invalid(ctx, [{ path: ['url'], key: 'controllerUrl' }])
  const strange = await strangeReader(ctx, tx, siteId, readers)
  if (strange) return strange
  const keyring = await keyringOf(organizationId)
  const access = { ...openAccess(keyring, row), ...(url ? { url, user: user || null, password: password || null } : {}) }
  const moved = url ? { sealedAccess: sealAccess(keyring, id, access), server: new URL(url).hostname.slice(0, 253) } : {}
  await tx.accessController.updateMany({ where: { id }, data: { name, ...moved } })
  await tx.controllerReader.deleteMany({ where: { accessControllerId: id } })
  await tx.controllerReader.createMany({ data: readers.map((reader) => ({ ...reader, organizationId, accessControllerId: id })) })
  const told = { before: row.name, after: name, server: moved.server ?? row.server, readers: readers.length }
  await audit(ctx, tx, 'access_controller.change', { type: 'AccessController', id }, told)
  await askForSync(tx, organizationId, id, ctx.now())
  return null
}

/**
 * Changes what a controller is called, where it is, and at which gates its readers are. An address that is not said stays.
 * @returns it, or NOT_FOUND, VALIDATION_FAILED
 */
export async function changeAccessController(
  ctx: Ctx,
  input: z.input<typeof changeAccessControllerSchema>,
): Promise<AccessControllerRow | Failure> {
  authorizeConnecting(ctx)
  const { data, failed } = validate(ctx, changeAccessControllerSchema, input)
  if (failed) return failed
  return withController(ctx, data.accessControllerId, (tx, row) => change(ctx, tx, row, data))
}

/**
 * Makes a new secret for a controller: also for one that was revoked, which is believed again from now on. For a day it may still sign with
 * the one before, unless it was revoked.
 * @returns it and its secret, or NOT_FOUND
 */
export async function rotateAccessControllerSecret(
  ctx: Ctx,
  input: z.input<typeof accessControllerSchema>,
): Promise<ConnectedController | Failure> {
  authorizeConnecting(ctx)
  const { data, failed } = validate(ctx, accessControllerSchema, input)
  if (failed) return failed
  const secret = newControllerSecret()
  const row = await withController(ctx, data.accessControllerId, async (tx, known) => {
    const { id, organizationId, revokedAt } = known
    const keyring = await keyringOf(organizationId)
    const access = openAccess(keyring, known)
    const sealedAccess = sealAccess(keyring, id, { ...access, secret, earlierSecret: revokedAt ? null : access.secret })
    await tx.accessController.updateMany({ where: { id }, data: { sealedAccess, secretAt: ctx.now(), revokedAt: null } })
    await audit(ctx, tx, 'access_controller.rotate_secret', { type: 'AccessController', id })
    await askForSync(tx, organizationId, id, ctx.now())
    return null
  })
  return isFailure(row) ? row : { accessController: row, secret }
}

/**
 * Revokes a controller: from now on it is answered nothing and believed nothing that happens later; what it decided until now it can still
 * tell. What it holds is taken away.
 * @returns it, or NOT_FOUND, also for one that was revoked before
 */
export const revokeAccessController = (ctx: Ctx, input: z.input<typeof accessControllerSchema>): Promise<AccessControllerRow | Failure> =>
  withNamed(ctx, input, async (tx, { id, organizationId }) => {
    const { count } = await tx.accessController.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: ctx.now() } })
    if (count === 0) return notFound(ctx, 'accessControllerId')
    await audit(ctx, tx, 'access_controller.revoke', { type: 'AccessController', id })
    await askForSync(tx, organizationId, id, ctx.now())
    return null
  })

/**
 * Removes a controller that was revoked, with what is known of it. The check-ins that it made stay.
 * @returns what it was, or NOT_FOUND, VALIDATION_FAILED for one that was not revoked
 */
export const removeAccessController = (ctx: Ctx, input: z.input<typeof accessControllerSchema>): Promise<AccessControllerRow | Failure> =>
  withNamed(ctx, input, async (tx, { id, name, server }) => {
    const { count } = await tx.accessController.deleteMany({ where: { id, revokedAt: { not: null } } })
    if (count === 0) return invalid(ctx, [{ path: ['accessControllerId'], key: 'controllerNotRevoked' }])
    await audit(ctx, tx, 'access_controller.remove', { type: 'AccessController', id }, { name, server })
    return null
  })

/** Has a controller brought up to date now, and asked what it holds. @returns it, or NOT_FOUND */
export const syncAccessController = (ctx: Ctx, input: z.input<typeof accessControllerSchema>): Promise<AccessControllerRow | Failure> =>
  withNamed(ctx, input, async (tx, { id, organizationId, eventId }) => {
    const known = eventId ? await tx.outboxEvent.findUnique({ where: { id: eventId }, select: { occurredAt: true } }) : null
    const isRecent = known !== null && known.occurredAt.getTime() > ctx.now().getTime() - 5_000
    if (!isRecent) await askForSync(tx, organizationId, id, ctx.now())
    return null
  })
