import type { z } from 'zod'
import { setIdentityProviderSchema } from '#shared/schemas/single-sign-on'
import { audit } from '../../../../core/audit'
import { authorize } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import type { IdentityProvider } from '../../../../generated/prisma/client'
import { announceEnding } from '../../../../infra/live'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { sealClientSecret } from '../../single-sign-on/client-secret'
import { redirectUrl } from '../../single-sign-on/oidc-client'
import { hasPassed, readReport } from '../../single-sign-on/test-report'
import { needsConfirmation } from '../confirm-identity'
import { lockAdmins } from '../last-admin'
import { findBreakGlass, findNewRole, refuseLesserAdmin } from './provider-people'

type Wanted = z.output<typeof setIdentityProviderSchema>

/** The identity provider of the caller's organization; null where none is set up. */
export async function findIdentityProvider(ctx: Ctx): Promise<IdentityProvider | null> {
  authorize(ctx, 'organization:manage')
  return ctx.db.identityProvider.findFirst()
}

/** Where a provider of the caller's organization sends people back to: known before one is set up, because it is registered there. */
export function findRedirectUrl(ctx: Ctx): string {
  authorize(ctx, 'organization:manage')
  return redirectUrl(organizationOf(ctx))
}

/** What a test has proved: whatever of it changes has to be tested anew. */
const tested = ['issuer', 'clientId', 'emailClaim', 'emailVerifiedClaim'] as const

/** What the audit log holds of a provider: everything but its secret. */
const shownOf = ({ clientSecret: _, testReport: __, testedAt: ___, organizationId: ____, updatedAt: _____, ...shown }: IdentityProvider) =>
  shown

function objection(ctx: Ctx, wanted: Wanted, before: IdentityProvider | null): Failure | null {
  if (!before && !wanted.clientSecret) return invalid(ctx, [{ path: ['clientSecret'], key: 'clientSecretRequired' }])
  // A secret that is kept could otherwise be sent to a server of somebody else's choice.
  if (before && before.issuer !== wanted.issuer && !wanted.clientSecret)
    return invalid(ctx, [{ path: ['clientSecret'], key: 'clientSecretAgain' }])
  if (!wanted.isRequired) return null
  if (!wanted.isEnabled) return invalid(ctx, [{ path: ['isRequired'], key: 'providerDisabled' }])
  if (!wanted.breakGlassMemberId) return invalid(ctx, [{ path: ['breakGlassMemberId'], key: 'breakGlassRequired' }])
  const isTested = before && tested.every((name) => before[name] === wanted[name]) && hasPassed(readReport(before.testReport))
  return isTested ? null : invalid(ctx, [{ path: ['isRequired'], key: 'providerUntested' }])
}

/** Ends the sessions that people have opened by their own means. @returns whose */
async function endOwnSessions(ctx: Ctx, tx: TenantTransaction, spared: string | null): Promise<string[]> {
  const where = { providerOrganizationId: null, revokedAt: null, ...(spared && { userId: { not: spared } }) }
  const sessions = await tx.session.findMany({ where, select: { userId: true } })
  await tx.session.updateMany({ where, data: { revokedAt: ctx.now() } })
  return [...new Set(sessions.map(({ userId }) => userId))]
}

async function write(ctx: Ctx, tx: TenantTransaction, wanted: Wanted, people: Pick<IdentityProvider, 'breakGlassUserId' | 'newRoleId'>) {
  const [organizationId, updatedAt] = [organizationOf(ctx), ctx.now()]
  await lockAdmins(tx)
  const before = await tx.identityProvider.findFirst()
  const refused = objection(ctx, wanted, before)
  if (refused) return refused
  const { clientSecret: secret, breakGlassMemberId: _, newRoleId: __, ...settings } = wanted
  const clientSecret = secret ? sealClientSecret(organizationId, secret) : before?.clientSecret
  if (!clientSecret) throw new Error('A provider without a secret was not refused')
  const isTested = before && tested.every((name) => before[name] === wanted[name])
  const test = isTested ? { testedAt: before.testedAt, testReport: readReport(before.testReport) } : { testedAt: null, testReport: [] }
  const data = { ...settings, ...people, ...test, clientSecret, updatedAt }
  const { count } = await tx.identityProvider.updateMany({ data })
  if (count === 0) await tx.identityProvider.create({ data: { organizationId, ...data }, select: { updatedAt: true } })
  const after = await tx.identityProvider.findFirstOrThrow()
  const change = { before: before && shownOf(before), after: { ...shownOf(after), ...(secret && { clientSecret: 'new' }) } }
  await audit(ctx, tx, 'identity_provider.change', { type: 'Organization', id: organizationId }, change)
  const ended = wanted.isRequired && !before?.isRequired ? await endOwnSessions(ctx, tx, people.breakGlassUserId) : []
  return { after, ended }
}

/**
 * Sets the organization's identity provider up, or changes it. Where it becomes the only way in, the sessions of whoever came in
 * otherwise end, but for the one administrator who may go on doing so.
 * @returns the provider, or VALIDATION_FAILED (also for whoever could not make an administrator), NOT_FOUND for a role or a person that the organization does not have, CONFIRMATION_REQUIRED
 */
export async function setIdentityProvider(ctx: Ctx, input: z.input<typeof setIdentityProviderSchema>): Promise<IdentityProvider | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, setIdentityProviderSchema, input)
  if (failed) return failed
  const refused = (await needsConfirmation(ctx)) ?? (await refuseLesserAdmin(ctx))
  if (refused) return refused
  const breakGlassUserId = await findBreakGlass(ctx, data.breakGlassMemberId)
  if (isFailure(breakGlassUserId)) return breakGlassUserId
  const newRoleId = await findNewRole(ctx, data.newRoleId)
  if (isFailure(newRoleId)) return newRoleId
  const written = await ctx.transaction((tx) => write(ctx, tx, data, { breakGlassUserId, newRoleId }))
  if (isFailure(written)) return written
  if (written.ended.length > 0) announceEnding(written.ended)
  return written.after
}

/**
 * Takes the organization's identity provider away: sessions that it opened end, passwords open the organization again.
 * @returns NOT_FOUND where none is set up, CONFIRMATION_REQUIRED
 */
export async function removeIdentityProvider(ctx: Ctx): Promise<{ issuer: string } | Failure> {
  authorize(ctx, 'organization:manage')
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const removed = await ctx.transaction(async (tx) => {
    const before = await tx.identityProvider.findFirst()
    const { count } = await tx.identityProvider.deleteMany({})
    if (!before || count === 0) return notFound(ctx)
    const where = { providerOrganizationId: organizationOf(ctx), revokedAt: null }
    const sessions = await tx.session.findMany({ where, select: { userId: true } })
    await tx.session.updateMany({ where, data: { revokedAt: ctx.now() } })
    const change = { before: shownOf(before), after: null }
    await audit(ctx, tx, 'identity_provider.remove', { type: 'Organization', id: organizationOf(ctx) }, change)
    return { issuer: before.issuer, ended: sessions.map(({ userId }) => userId) }
  })
  if (!isFailure(removed) && removed.ended.length > 0) announceEnding(removed.ended)
  return removed
}
