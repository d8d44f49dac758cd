import type { Ctx } from '../../../core/ctx'
import { prisma } from '../../../infra/db'
import { confirmedUntil } from './confirm-identity'
import { sessionOwner } from './list-sessions'

/** How the caller signs in. */
export interface AccountSecurity {
  totpSince: Date | null
  recoveryCodesLeft: number
  confirmedUntil: Date | null
}

/** How the caller signs in. @throws Refusal for keys, devices and nobody */
export async function findAccountSecurity(ctx: Ctx): Promise<AccountSecurity> {
  const { id: userId } = sessionOwner(ctx)
  const [factor, recoveryCodesLeft, until] = await Promise.all([
    prisma.totpFactor.findUnique({ where: { userId }, select: { confirmedAt: true } }),
    prisma.recoveryCode.count({ where: { userId, usedAt: null } }),
    confirmedUntil(ctx),
  ])
  return { totpSince: factor?.confirmedAt ?? null, recoveryCodesLeft, confirmedUntil: until }
}
