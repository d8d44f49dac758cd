import type { z } from 'zod'
import { tryWebhookSelectionSchema } from '#shared/schemas/webhooks'
import { scopesOf } from '../../../core/api-key'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Select, Selected } from '../selection'
import { refuseContent, type CheckSelection } from './endpoint-content'

/**
 * Asks a selection of a real object with the rights of an application, as it would be asked for an event of it. Whoever manages applications
 * can make a key that asks the same (ADR 14).
 * @param selections checks and asks it
 * @returns what it finds, or NOT_FOUND, VALIDATION_FAILED
 */
export async function tryWebhookSelection(
  ctx: Ctx,
  input: z.input<typeof tryWebhookSelectionSchema>,
  { problemsOf, select }: { problemsOf: CheckSelection; select: Select },
): Promise<Selected | Failure> {
  authorize(ctx, 'application:manage')
  const { data, failed } = validate(ctx, tryWebhookSelectionSchema, input)
  if (failed) return failed
  const { applicationId, selection, objectId } = data
  const application = isId(applicationId) ? await ctx.db.apiApplication.findUnique({ where: { id: applicationId } }) : null
  if (!application) return notFound(ctx, 'applicationId')
  const scopes = scopesOf(application.scopes)
  const refused = refuseContent(ctx, { selection }, scopes, problemsOf)
  if (refused) return refused
  await ctx.transaction((tx) => audit(ctx, tx, 'webhook.try_selection', { type: 'Application', id: applicationId }, { object: objectId }))
  return select({ organizationId: organizationOf(ctx), applicationId, scopes }, selection, objectId)
}
