import type { Ctx } from '../../../core/ctx'
import type { Passkey } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { confirmedUntil } from './confirm-identity'
import { sessionOwner } from './list-sessions'
import { passwordMinimumOf } from './password-rules'
import { mustHaveSecondFactor } from './security-policy'

/** A passkey as its owner sees it. */
export type PasskeyRow = Pick<Passkey, 'id' | 'name' | 'createdAt' | 'lastUsedAt'>

/** How the caller signs in. */
export interface AccountSecurity {
  totpSince: Date | null
  passkeys: PasskeyRow[]
  recoveryCodesLeft: number
  confirmedUntil: Date | null
  passwordMinimum: number
  /** An organization of theirs asks for a second factor. */
  isDemanded: boolean
}

/** How the caller signs in. @throws Refusal for keys, devices and nobody */
export async function findAccountSecurity(ctx: Ctx): Promise<AccountSecurity> {
  const { id: userId } = sessionOwner(ctx)
  const [factor, passkeys, recoveryCodesLeft, until, passwordMinimum, isDemanded] = await Promise.all([
    prisma.totpFactor.findUnique({ where: { userId }, select: { confirmedAt: true } }),
    prisma.passkey.findMany({
      where: { userId },
      orderBy: { id: 'asc' },
      select: { id: true, name: true, createdAt: true, lastUsedAt: true },
    }),
    prisma.recoveryCode.count({ where: { userId, usedAt: null } }),
    confirmedUntil(ctx),
    passwordMinimumOf(userId),
    mustHaveSecondFactor(userId),
  ])
  return { totpSince: factor?.confirmedAt ?? null, passkeys, recoveryCodesLeft, confirmedUntil: until, passwordMinimum, isDemanded }
}
