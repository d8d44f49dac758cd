import { anonymous, createCtx, type About, type Ctx } from '../../../../core/ctx'
import type { ProvisioningToken } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import { scaled, take } from '../../../../infra/rate-limit'
import { directoryThrottle } from '../../../../infra/throttle'
import { hashToken } from '../../token'

/** How coarse "last use" is, in milliseconds. */
const usedInterval = 5 * 60_000

/** What an organization's directory may ask: a first run over thousands of people takes its time, and goes through. */
const budget = scaled({ maximum: 300, restoreRate: 25 })

const tokenOf = (authorization: string | undefined): string | null => /^Bearer (gcr_[\w-]{43})$/i.exec(authorization ?? '')?.[1] ?? null

/** Notes that a token is in use. Nobody waits for it, and a failure costs five minutes of precision. */
function noteUsed({ id, lastUsedAt }: ProvisioningToken, now: Date): void {
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < usedInterval) return
  prisma.provisioningToken.updateMany({ where: { id, lastUsedAt, revokedAt: null }, data: { lastUsedAt: now } }).catch(() => undefined)
}

/**
 * Recognises the directory of an organization by its token, each time anew: a token that was withdrawn is out at once.
 * @returns a context inside that organization; null for a token that is unknown, withdrawn or over; seconds to wait after too many
 */
export async function authenticateDirectory(authorization: string | undefined, about: About): Promise<Ctx | number | null> {
  const ip = about.request?.ip ?? null
  const wait = await directoryThrottle.blockedFor(ip)
  if (wait > 0) return wait
  const text = tokenOf(authorization)
  const token = text ? await prisma.provisioningToken.findUnique({ where: { tokenHash: hashToken(text) } }) : null
  const now = new Date()
  if (!token || token.revokedAt || token.expiresAt <= now) {
    await directoryThrottle.failed(ip)
    return null
  }
  const { retryAfter } = take(`directory:${token.organizationId}`, budget, 1, false)
  if (retryAfter > 0) return retryAfter
  noteUsed(token, now)
  return createCtx({ ...anonymous, actor: { type: 'directory', id: token.id }, organizationId: token.organizationId }, about)
}
