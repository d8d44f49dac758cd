import type { z } from 'zod'
import { addAccessControllerSchema } from '#shared/schemas/turnstiles'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { once } from '../../../core/idempotency'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { newControllerSecret, sealAccess } from '../controller-access'
import { authorizeConnecting } from '../policy'
import { askForSync } from './ask-syncs'
import { addressProblem } from './controller-address'
import { shownController, type AccessControllerRow } from './list-controllers'
import { strangeReader } from './controller-readers'

/** A controller, and the secret that it signs with where this call made that: it is shown this one time. */
export interface ConnectedController {
  accessController: AccessControllerRow
  secret: string | null
}

type Asked = Omit<z.infer<typeof addAccessControllerSchema>, 'idempotencyKey'>

async function make(ctx: Ctx, tx: TenantTransaction, id: string, asked: Asked, secret: string): Promise<AccessControllerRow | Failure> {
  const { siteId, name, driver, url, user, password, readers } = asked
  const [organizationId, now] = [organizationOf(ctx), ctx.now()]
  const site = isId(siteId) ? await tx.site.findUnique({ where: { id: siteId }, select: { id: true } }) : null
  if (!site) return notFound(ctx, 'siteId')
  const strange = await strangeReader(ctx, tx, siteId, readers)
  if (strange) return strange
  const access = { url, user: user || null, password: password || null, secret, earlierSecret: null }
  const sealedAccess = sealAccess(await keyringOf(organizationId), id, access)
  const server = new URL(url).hostname.slice(0, 253)
  const row = { id, organizationId, siteId, name, driver, sealedAccess, server, createdAt: now, secretAt: now, nextSyncAt: now }
  await tx.accessController.create({ data: row })
  await tx.controllerReader.createMany({ data: readers.map((reader) => ({ ...reader, organizationId, accessControllerId: id })) })
  await audit(ctx, tx, 'access_controller.add', { type: 'AccessController', id }, { name, driver, server, readers: readers.length })
  await askForSync(tx, organizationId, id, now)
  return tx.accessController.findUniqueOrThrow({ where: { id }, ...shownController })
}

/**
 * Connects a turnstile, or the controller of several, and makes the secret that both sides sign with.
 * @returns it and its secret (none when the idempotency key finds one that was added before), or NOT_FOUND, VALIDATION_FAILED,
 * IDEMPOTENCY_KEY_REUSED
 */
export async function addAccessController(
  ctx: Ctx,
  input: z.input<typeof addAccessControllerSchema>,
): Promise<ConnectedController | Failure> {
  authorizeConnecting(ctx)
  const { data, failed } = validate(ctx, addAccessControllerSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  const problem = addressProblem(asked)
  if (problem) return invalid(ctx, [{ path: ['url'], key: problem }])
  const [id, secret] = [newId(), newControllerSecret()]
  const find = (known: string) => ctx.db.accessController.findUnique({ where: { id: known }, ...shownController })
  const made = await once<AccessControllerRow>(ctx, { key, operation: 'addAccessController', input: asked }, find, (tx) =>
    make(ctx, tx, id, asked, secret),
  )
  return isFailure(made) ? made : { accessController: made, secret: made.id === id ? secret : null }
}
