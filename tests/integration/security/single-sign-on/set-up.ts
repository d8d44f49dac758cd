import { sealClientSecret } from '../../../../server/domains/security/single-sign-on/client-secret'
import {
  finishProviderSignIn,
  type FinishedSignIn,
} from '../../../../server/domains/security/use-cases/single-sign-on/finish-provider-sign-in'
import {
  startProviderSignIn,
  type StartedSignIn,
} from '../../../../server/domains/security/use-cases/single-sign-on/start-provider-sign-in'
import { createCtx, type Ctx } from '../../../../server/core/ctx'
import { authenticate } from '../../../../server/domains/security/use-cases/authenticate'
import type { IdentityProvider } from '../../../../server/generated/prisma/client'
import { prisma } from '../../../../server/infra/db'
import type { TestOrganization } from '../../../setup/organization'
import { asAnonymous } from '../../../setup/principals'
import { walkThrough } from './real-provider'

/** Connects an organization with a provider, without asking anybody. */
export async function connect(
  org: TestOrganization,
  server: { issuer: string; clientId?: string; clientSecret?: string },
  settings: Partial<Omit<IdentityProvider, 'testReport'>> = {},
): Promise<void> {
  const data = {
    organizationId: org.id,
    name: 'Acme',
    issuer: server.issuer,
    clientId: server.clientId ?? 'guest-center',
    clientSecret: await sealClientSecret(org.id, server.clientSecret ?? 'secret'),
    emailClaim: 'email',
    emailVerifiedClaim: 'email_verified',
    nameClaim: 'name',
    secondFactor: 'OURS' as const,
    isEnabled: true,
    isRequired: false,
    updatedAt: new Date(),
    ...settings,
  }
  await prisma.identityProvider.upsert({ where: { organizationId: org.id }, create: data, update: data })
}

/** A domain that no other test uses, verified for an organization. */
export async function ownDomain(org: TestOrganization): Promise<string> {
  const domain = `${org.code}.example`
  await prisma.emailDomain.create({
    data: { organizationId: org.id, domain, createdAt: new Date(), verifiedAt: new Date(), verifiedDomain: domain },
  })
  return domain
}

/** Begins a sign-in, as the button does. */
export async function begin(org: TestOrganization, ctx: Ctx = asAnonymous()): Promise<StartedSignIn> {
  const started = await startProviderSignIn(ctx, { organization: org.code, next: null })
  if (typeof started === 'string') throw new Error(started)
  return started
}

/** Comes back with an answer. */
export const comeBack = (
  org: TestOrganization,
  token: string | undefined,
  query: URLSearchParams,
  ctx: Ctx = asAnonymous(),
): Promise<FinishedSignIn> => finishProviderSignIn(ctx, org.id, token, { protocol: 'OIDC', query })

/** A whole sign-in at a real provider. */
export async function signInAt(org: TestOrganization): Promise<FinishedSignIn> {
  const { url, token } = await begin(org)
  return comeBack(org, token, (await walkThrough(url)).searchParams)
}

/** Who is in a session that was opened. @throws Error where none was */
export async function whoCameIn(finished: FinishedSignIn): Promise<Ctx> {
  if (finished.kind !== 'opened') throw new Error(JSON.stringify(finished))
  return createCtx(await authenticate({ session: finished.session.token }), { language: 'en' })
}

/** Why the administrators of an organization read that sign-ins were refused. */
export async function refusals(org: TestOrganization): Promise<unknown[]> {
  const rows = await prisma.auditLog.findMany({
    where: { organizationId: org.id, action: 'session.refuse_provider' },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ details }) => details)
}
