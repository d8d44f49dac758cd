import type { z } from 'zod'
import { announceAtKioskSchema } from '#shared/schemas/kiosks'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, invalid, validate } from '../../../core/failures'
import { shortCodeThrottle } from '../../../infra/throttle'
import { inviteTokenOf } from '../../credentials/use-cases/invite-links'
import { openInvite, type OpenedInvite } from '../../credentials/use-cases/open-invite.sql'
import { readPassCode, readsAs } from '../../credentials/use-cases/read-pass-code'
import { replyToInvite } from '../../credentials/use-cases/reply-to-invite'
import { kioskOf, lockedRefusal, type Kiosk } from '../policy'

/** What came of a guest who showed their code at a kiosk. */
export interface Announced {
  /** Their host was told; they are hours early; or somebody at the reception has to look at it. */
  outcome: 'HOST_TOLD' | 'TOO_EARLY' | 'RECEPTION'
  /** Whom they visit, when and where; null where the reception has to say it. */
  visit: { hostName: string; roomName: string | null; startsAt: Date; timeZone: string } | null
  /** Whether the guest has something left to do on the page of their invitation. */
  isIncomplete: boolean
}

const atReception: Announced = { outcome: 'RECEPTION', visit: null, isIncomplete: false }

const unknown = (ctx: Ctx): Failure => invalid(ctx, [{ path: ['code'], key: 'kioskCodeUnknown' }])

/** The invitation that a code speaks of, proven as at a gate; a failure where it is none, or was typed wrongly too often. */
async function inviteOf(ctx: Ctx, { organizationId, deviceId }: Kiosk, code: string): Promise<OpenedInvite | Failure> {
  const proven = await readPassCode(organizationId, code)
  // Cards and plates are no proof that somebody was invited today.
  if (proven?.by !== 'id' && proven?.by !== 'short_code') return unknown(ctx)
  const isTyped = proven.by === 'short_code'
  const wait = isTyped ? await shortCodeThrottle.blockedFor(deviceId) : 0
  if (wait > 0) return failure(ctx, 'ValidationFailed', 'VALIDATION_FAILED', 'tooManyShortCodes', { fields: [], retryAfterSeconds: wait })
  const where = isTyped ? { shortCode: proven.value } : { id: proven.value }
  const pass = await ctx.db.visitPass.findFirst({ where, select: { id: true, inviteVersion: true, qrToken: true } })
  if (pass && (isTyped || readsAs(code, pass.qrToken))) return (await openInvite(inviteTokenOf(pass))) ?? unknown(ctx)
  if (isTyped) await shortCodeThrottle.failed(deviceId)
  return unknown(ctx)
}

/**
 * A guest shows their code at a kiosk: their host hears that they are here, once. It opens no gate and counts nobody. Of whom they visit it
 * says nothing before the code is proven, and nothing of a visit elsewhere or of a pass that opens nothing.
 * @returns what came of it, or VALIDATION_FAILED
 * @throws Refusal for whoever is no kiosk
 */
export async function announceGuest(ctx: Ctx, input: z.input<typeof announceAtKioskSchema>): Promise<Announced | Failure> {
  const kiosk = kioskOf(ctx)
  const { data, failed } = validate(ctx, announceAtKioskSchema, input)
  if (failed) return failed
  const locked = await lockedRefusal(ctx, kiosk)
  if (locked) return locked
  const invite = await inviteOf(ctx, kiosk, data.code)
  if ('failure' in invite) return invite
  if (invite.pass.siteId !== kiosk.siteId || invite.status !== 'ACTIVE') return atReception
  const problem = await replyToInvite(ctx, invite, { said: 'HERE' })
  if (problem === 'tooLate') return atReception
  const { hostName, roomName, startsAt, timeZone, pass } = invite
  return {
    outcome: problem === 'tooEarly' ? 'TOO_EARLY' : 'HOST_TOLD',
    visit: { hostName, roomName, startsAt, timeZone },
    isIncomplete: pass.outstanding !== 0,
  }
}
