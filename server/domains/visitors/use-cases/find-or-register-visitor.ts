import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { newId } from '../../../core/ids'
import type { Locale, Visitor } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { normalizePhone } from '../contact'
import { VisitorCreated } from '../events'

/** A visitor as somebody described them. */
export interface VisitorDetails {
  name: string
  email?: string | null | undefined
  phone?: string | null | undefined
  company?: string | null | undefined
  locale?: Locale | null | undefined
}

/**
 * Finds the visitor with the same e-mail and name, or registers a new one.
 * A shared mailbox with another name is another person: one never gets the other's pass.
 * @returns the visitor, or VALIDATION_FAILED for a phone number that no country has
 */
export async function findOrRegisterVisitor(ctx: Ctx, tx: TenantTransaction, details: VisitorDetails): Promise<Visitor | Failure> {
  const phone = details.phone ? normalizePhone(details.phone, 'RU') : null
  if (details.phone && !phone) return invalid(ctx, [{ path: ['visitor', 'phone'], key: 'phoneInvalid' }])
  const email = details.email?.toLowerCase() ?? null
  const known = email ? await tx.visitor.findFirst({ where: { email, name: details.name }, orderBy: { id: 'asc' } }) : null
  if (known) return known
  const organizationId = organizationOf(ctx)
  const visitor = await tx.visitor.create({
    data: {
      id: newId(),
      organizationId,
      name: details.name,
      email,
      phone,
      company: details.company ?? null,
      locale: details.locale ?? (ctx.language === 'ru' ? 'RU' : 'EN'),
      createdAt: ctx.now(),
    },
  })
  await emit(tx, organizationId, VisitorCreated, { visitorId: visitor.id }, ctx.now())
  return visitor
}
