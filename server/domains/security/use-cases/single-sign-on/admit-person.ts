import type { Ctx } from '../../../../core/ctx'
import { audit } from '../../../../core/audit'
import { newId } from '../../../../core/ids'
import type { IdentityProvider } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import type { Assertion } from '../../single-sign-on/assertion'
import { asPerson, changeAccount, noteAccountChange, type AccountTransaction } from '../account-changes'
import { recognisePerson, subjectHashOf, type Recognition } from './recognise-person'

type Refused = Extract<Recognition, { kind: 'REFUSED' }>

/** Ties a person to the provider's name for them. @returns false where one of the two is tied already */
async function tie(ctx: Ctx, tx: AccountTransaction, provider: IdentityProvider, assertion: Assertion, userId: string): Promise<boolean> {
  const [{ organizationId }, now] = [provider, ctx.now()]
  const row = { id: newId(), organizationId, userId, issuer: assertion.issuer, subjectHash: subjectHashOf(assertion) }
  const { count } = await tx.externalIdentity.createMany({ data: { ...row, createdAt: now, lastUsedAt: now }, skipDuplicates: true })
  return count === 1
}

/** Ties a member who comes for the first time, and has them told of it. An invitation that is open is accepted by it: its address is the one that was proved. */
async function link(ctx: Ctx, provider: IdentityProvider, assertion: Assertion, userId: string): Promise<boolean> {
  const [{ organizationId }, now] = [provider, ctx.now()]
  return changeAccount(async (tx) => {
    if (!(await tie(ctx, tx, provider, assertion, userId))) return false
    const invited = { organizationId, userId, acceptedAt: null, suspendedAt: null }
    const { count: accepted } = await tx.membership.updateMany({ where: invited, data: { acceptedAt: now } })
    if (accepted === 1) await tx.accountLink.updateMany({ where: { organizationId, userId, usedAt: null }, data: { usedAt: now } })
    const after = { issuer: assertion.issuer, ...(accepted === 1 && { status: 'ACTIVE' }) }
    const person = asPerson(ctx, userId, organizationId)
    await noteAccountChange(person, tx, userId, 'IDENTITY_LINKED', { before: null, after })
    return true
  })
}

/** Makes the account and the membership of somebody who comes for the first time. @returns false where the address has an account by now */
async function join(
  ctx: Ctx,
  provider: IdentityProvider,
  assertion: Assertion,
  { email, roleId }: { email: string; roleId: string },
): Promise<boolean> {
  const [userId, { organizationId }, createdAt] = [newId(), provider, ctx.now()]
  const { locale } = await prisma.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { locale: true } })
  const role = await prisma.role.findUniqueOrThrow({ where: { id: roleId }, include: { permissions: true } })
  const name = assertion.name ?? email
  return changeAccount(async (tx) => {
    const account = { id: userId, email, name, locale, status: 'ACTIVE' as const, createdAt }
    const { count } = await tx.user.createMany({ data: account, skipDuplicates: true })
    if (count === 0) return false
    await tx.membership.createMany({ data: { id: newId(), organizationId, userId, name, createdAt, acceptedAt: createdAt } })
    await tx.userRole.createMany({ data: { id: newId(), organizationId, userId, roleId } })
    const isHost = role.permissions.some(({ permission }) => permission.endsWith(':own'))
    if (isHost) await tx.host.createMany({ data: { id: newId(), organizationId, userId } })
    if (!(await tie(ctx, tx, provider, assertion, userId))) throw new Error('Somebody came for the first time twice at once')
    const after = { issuer: assertion.issuer, roles: [role.key] }
    await audit(asPerson(ctx, userId, organizationId), tx, 'user.join_by_provider', { type: 'User', id: userId }, { before: null, after })
    return true
  })
}

/**
 * Lets in whom a provider speaks of: whoever came before, a member who comes for the first time, or, where the organization wants it, somebody new.
 * @returns the person, or why they are refused
 */
export async function admitPerson(ctx: Ctx, provider: IdentityProvider, assertion: Assertion): Promise<{ userId: string } | Refused> {
  // Of several who come for the first time at once one changes something, and the others then find it.
  for (let attempt = 0; attempt < 3; attempt++) {
    const found = await recognisePerson(provider, assertion)
    if (found.kind === 'REFUSED') return found
    if (found.kind === 'KNOWN') {
      await prisma.externalIdentity.updateMany({ where: { id: found.identityId }, data: { lastUsedAt: ctx.now() } })
      return found
    }
    if (found.kind === 'LINK') await link(ctx, provider, assertion, found.userId)
    else await join(ctx, provider, assertion, found)
  }
  return { kind: 'REFUSED', problem: 'OTHER_IDENTITY' }
}
