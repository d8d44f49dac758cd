import type { Ctx } from '../../../core/ctx'
import { prisma } from '../../../infra/db'
import { languageOf, type Language } from '../../../infra/i18n'

/** Whom a short notice is for. */
export interface ShortNoticeReader {
  email: string
  name: string
  locale: Language
  /** The name of the organization. */
  organization: string
}

/** Who reads a short notice of an organization; null for who belongs to it no more, or is suspended there. */
export async function shortNoticeReader(ctx: Ctx, organizationId: string, userId: string): Promise<ShortNoticeReader | null> {
  const member = await ctx.db.membership.findFirst({
    where: { userId, suspendedAt: null },
    select: { name: true, user: { select: { email: true, locale: true } } },
  })
  if (!member) return null
  const { name: organization } = await prisma.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { name: true } })
  return { email: member.user.email, name: member.name, locale: languageOf(member.user.locale), organization }
}
