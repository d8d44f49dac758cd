import { randomBytes } from 'node:crypto'
import type { Ctx } from '../../../core/ctx'
import { prisma } from '../../../infra/db'
import { hashToken, newToken } from '../token'

/** How long a person may take, in milliseconds. */
const life = 5 * 60_000

/** A challenge for a passkey. The token goes into a cookie of the browser that asked: nobody else can use the challenge. */
export interface MadeChallenge {
  token: string
  challenge: string
  expiresAt: Date
}

/** What the browser is told, and the challenge for its cookie. */
export interface AskedPasskey extends MadeChallenge {
  options: string
}

/** Makes a challenge. @param userId the person who registers a passkey; null where it is to say who they are */
export async function makeChallenge(ctx: Ctx, userId: string | null): Promise<MadeChallenge> {
  const [token, challenge] = [newToken('gcp_'), randomBytes(32).toString('base64url')]
  const expiresAt = new Date(ctx.now().getTime() + life)
  await prisma.passkeyChallenge.create({ data: { tokenHash: hashToken(token), challenge, userId, expiresAt } })
  return { token, challenge, expiresAt }
}

/** Uses a challenge up. @returns it, or null for a browser that has none, one of another purpose, used or too old */
export async function takeChallenge(ctx: Ctx, token: string | undefined, userId: string | null): Promise<string | null> {
  if (!token || token.length > 100) return null
  const where = { tokenHash: hashToken(token), userId, expiresAt: { gt: ctx.now() } }
  const found = await prisma.passkeyChallenge.findFirst({ where })
  const { count } = found ? await prisma.passkeyChallenge.deleteMany({ where }) : { count: 0 }
  return count === 1 && found ? found.challenge : null
}

/** Forgets challenges that nobody answered in time. @returns how many */
export async function purgePasskeyChallenges(now = new Date()): Promise<number> {
  const { count } = await prisma.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: now } } })
  return count
}
