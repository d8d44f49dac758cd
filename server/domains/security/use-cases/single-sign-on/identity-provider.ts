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
import { redirectUrl } from '../../single-sign-on/oidc-client'
import { samlAddresses } from '../../single-sign-on/saml-client'
import { hasPassed, readReport } from '../../single-sign-on/test-report'
import { needsConfirmation } from '../confirm-identity'
import { lockAdmins } from '../last-admin'
import { connectionOf, hasNewSecret, type ConnectionRow } from './provider-connection'
import { findBreakGlass, findNewRole, refuseLesserAdmin } from './provider-people'

/** Where providers send people back to. */
export interface ProviderAddresses {
  redirectUrl: string
  callbackUrl: string
  entityId: string
}

/** What is asked for, before it is known to be whole. */
type GivenProvider = { [K in keyof z.input<typeof setIdentityProviderSchema>]: unknown } & Record<string, unknown>

type Wanted = z.output<typeof setIdentityProviderSchema>

/** The identity provider of the caller's organization; null where none is set up. */
export async function findIdentityProvider(ctx: Ctx): Promise<IdentityProvider | null> {
  authorize(ctx, 'organization:manage')
  return ctx.db.identityProvider.findFirst()
}

/** By what a provider of the caller's organization knows it here: known before one is set up, because it is registered there. */
export function findProviderAddresses(ctx: Ctx): ProviderAddresses {
  authorize(ctx, 'organization:manage')
  const organizationId = organizationOf(ctx)
  return { redirectUrl: redirectUrl(organizationId), ...samlAddresses(organizationId) }
}

/** What a test has proved: whatever of it changes has to be tested anew. */
const tested = ['protocol', 'issuer', 'clientId', 'samlUrl', 'samlCertificates', 'emailClaim', 'emailVerifiedClaim'] as const

const isTested = (settings: ConnectionRow, before: IdentityProvider | null): before is IdentityProvider =>
  before !== null && tested.every((name) => before[name] === settings[name])

/** What the audit log holds of a provider: everything but its secret. */
const shownOf = ({ clientSecret: _, testReport: __, testedAt: ___, organizationId: ____, updatedAt: _____, ...shown }: IdentityProvider) =>
  shown

function objection(ctx: Ctx, wanted: Wanted, settings: ConnectionRow, before: IdentityProvider | null): Failure | null {
  if (!wanted.isRequired) return null
  if (!wanted.isEnabled) return invalid(ctx, [{ path: ['isRequired'], key: 'providerDisabled' }])
  if (!wanted.breakGlassMemberId) return invalid(ctx, [{ path: ['breakGlassMemberId'], key: 'breakGlassRequired' }])
  const isProved = isTested(settings, before) && hasPassed(readReport(before.testReport))
  return isProved ? null : invalid(ctx, [{ path: ['isRequired'], key: 'providerUntested' }])
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
  const connection = await connectionOf(ctx, wanted, before)
  if (isFailure(connection)) return connection
  const refused = objection(ctx, wanted, connection, before)
  if (refused) return refused
  const { name, nameClaim, secondFactor, isEnabled, isRequired } = wanted
  const test = isTested(connection, before)
    ? { testedAt: before.testedAt, testReport: readReport(before.testReport) }
    : { testedAt: null, testReport: [] }
  const data = { ...connection, name, nameClaim, secondFactor, isEnabled, isRequired, ...people, ...test, updatedAt }
  const { count } = await tx.identityProvider.updateMany({ data })
  if (count === 0) await tx.identityProvider.create({ data: { organizationId, ...data }, select: { updatedAt: true } })
  const after = await tx.identityProvider.findFirstOrThrow()
  const change = { before: before && shownOf(before), after: { ...shownOf(after), ...(hasNewSecret(wanted) && { clientSecret: 'new' }) } }
  await audit(ctx, tx, 'identity_provider.change', { type: 'Organization', id: organizationId }, change)
  const ended = wanted.isRequired && !before?.isRequired ? await endOwnSessions(ctx, tx, people.breakGlassUserId) : []
  return { after, ended }
}

/**
 * Sets the organization's identity provider up, or changes it. Where it becomes the only way in, the sessions of whoever came in
 * otherwise end, but for the one administrator who may go on doing so.
 * @returns the provider, or VALIDATION_FAILED (also for whoever could not make an administrator), NOT_FOUND for a role or a person that the organization does not have, CONFIRMATION_REQUIRED
 */
export async function setIdentityProvider(ctx: Ctx, input: GivenProvider): Promise<IdentityProvider | Failure> {
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
 * @returns NOT_FOUND where none is set up, CONFIRMATION_REQUIRED, VALIDATION_FAILED for whoever could not make an administrator
 */
export async function removeIdentityProvider(ctx: Ctx): Promise<{ issuer: string } | Failure> {
  authorize(ctx, 'organization:manage')
  const refused = (await needsConfirmation(ctx)) ?? (await refuseLesserAdmin(ctx))
  if (refused) return refused
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
