import type { Ctx } from '../../../../core/ctx'
import { prisma } from '../../../../infra/db'

/** What a person sees of the provider before they sign in. */
export interface SignInProvider {
  name: string
  organizationCode: string
  isRequired: boolean
}

async function organizationIdOf({ email, organization }: { email?: string | null; organization?: string | null }): Promise<string | null> {
  if (organization) return (await prisma.organization.findUnique({ where: { code: organization }, select: { id: true } }))?.id ?? null
  const domain = email?.trim().toLowerCase().split('@').at(-1)
  if (!domain || domain.length > 253 || !email?.includes('@')) return null
  const found = await prisma.emailDomain.findUnique({ where: { verifiedDomain: domain }, select: { organizationId: true } })
  return found?.organizationId ?? null
}

/**
 * The provider by which somebody may sign in: by the organization's code, or by the domain of an address. It says nothing about
 * accounts: the answer is the same for every address of a domain.
 */
export async function findSignInProvider(
  _ctx: Ctx,
  wanted: { email?: string | null; organization?: string | null },
): Promise<SignInProvider | null> {
  const organizationId = await organizationIdOf(wanted)
  if (!organizationId) return null
  const provider = await prisma.identityProvider.findUnique({ where: { organizationId } })
  if (!provider?.isEnabled) return null
  const { code } = await prisma.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { code: true } })
  return { name: provider.name, organizationCode: code, isRequired: provider.isRequired }
}
