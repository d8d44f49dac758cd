import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { Locale, Visitor } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
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
 */
export async function findOrRegisterVisitor(ctx: Ctx, tx: TenantTransaction, details: VisitorDetails): Promise<Visitor> {
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
      phone: details.phone ?? null,
      company: details.company ?? null,
      locale: details.locale ?? (ctx.language === 'ru' ? 'RU' : 'EN'),
      createdAt: ctx.now(),
    },
  })
  await emit(tx, organizationId, VisitorCreated, { visitorId: visitor.id }, ctx.now())
  return visitor
}
