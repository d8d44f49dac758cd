import type { z } from 'zod'
import { emailDomainSchema } from '#shared/schemas/single-sign-on'
import { audit } from '../../../../core/audit'
import { authorize } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { Prisma, type EmailDomain } from '../../../../generated/prisma/client'
import { isProved } from '../../single-sign-on/domain-proof'
import { needsConfirmation } from '../confirm-identity'
import { refuseLesserAdmin } from './provider-people'

type DomainInput = z.input<typeof emailDomainSchema>

/** How many domains an organization may name. */
const most = 50

/** The domains of addresses that the caller's organization calls its own. */
export function listEmailDomains(ctx: Ctx): Promise<EmailDomain[]> {
  authorize(ctx, 'organization:manage')
  return ctx.db.emailDomain.findMany({ orderBy: { domain: 'asc' } })
}

/**
 * Names a domain of addresses as the organization's. It counts for nothing until its records prove it.
 * @returns the domain, or VALIDATION_FAILED, CONFIRMATION_REQUIRED
 */
export async function addEmailDomain(ctx: Ctx, input: DomainInput): Promise<EmailDomain | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, emailDomainSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const [organizationId, createdAt] = [organizationOf(ctx), ctx.now()]
  return ctx.transaction(async (tx) => {
    if ((await tx.emailDomain.count({})) >= most) return invalid(ctx, [{ path: ['domain'], key: 'tooManyDomains' }])
    const { count } = await tx.emailDomain.createMany({ data: [{ organizationId, ...data, createdAt }], skipDuplicates: true })
    if (count === 1) await audit(ctx, tx, 'email_domain.add', { type: 'Organization', id: organizationId }, { ...data })
    return tx.emailDomain.findFirstOrThrow({ where: data })
  })
}

/**
 * Looks whether the records of a domain say that it is the organization's.
 * @returns the domain, verified; or NOT_FOUND, VALIDATION_FAILED where its records do not say so or another organization has verified it, CONFIRMATION_REQUIRED
 */
export async function verifyEmailDomain(ctx: Ctx, input: DomainInput): Promise<EmailDomain | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, emailDomainSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const { domain } = data
  const organizationId = organizationOf(ctx)
  const row = await ctx.db.emailDomain.findFirst({ where: { domain } })
  if (!row) return notFound(ctx, 'domain')
  if (row.verifiedAt) return row
  if (!(await isProved(organizationId, domain))) return invalid(ctx, [{ path: ['domain'], key: 'domainNotProved' }])
  const verified = { verifiedAt: ctx.now(), verifiedDomain: domain }
  const work = ctx.transaction(async (tx) => {
    const { count } = await tx.emailDomain.updateMany({ where: { domain, verifiedAt: null }, data: verified })
    if (count === 1) await audit(ctx, tx, 'email_domain.verify', { type: 'Organization', id: organizationId }, { domain })
    return (await tx.emailDomain.findFirst({ where: { domain } })) ?? notFound(ctx, 'domain')
  })
  return work.catch((error: unknown) => {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    if (isTaken) return invalid(ctx, [{ path: ['domain'], key: 'domainTaken' }])
    throw error
  })
}

/**
 * Gives a domain up: whoever came by the provider before goes on, but nobody of the domain is new or linked any more.
 * @returns the domain, or NOT_FOUND, CONFIRMATION_REQUIRED, VALIDATION_FAILED for whoever could not choose the provider
 */
export async function removeEmailDomain(ctx: Ctx, input: DomainInput): Promise<{ domain: string } | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, emailDomainSchema, input)
  if (failed) return failed
  const refused = (await needsConfirmation(ctx)) ?? (await refuseLesserAdmin(ctx))
  if (refused) return refused
  return ctx.transaction(async (tx) => {
    const { count } = await tx.emailDomain.deleteMany({ where: data })
    if (count === 0) return notFound(ctx, 'domain')
    await audit(ctx, tx, 'email_domain.remove', { type: 'Organization', id: organizationOf(ctx) }, { ...data })
    return data
  })
}
