import { createGuestListSchema } from '#shared/schemas/guest-lists'
import { maxAheadDays, maxVisitDays } from '#shared/schemas/appointments'
import type { z } from 'zod'
import { sealTexts } from '../../../core/appointment-texts'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { isWithin } from '../../../core/within'
import type { GuestList } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { checkSentAnswers, chooseVisitorType } from '../../visitor-types/use-cases/choose-visitor-type'
import { takePlace } from '../../appointments/use-cases/change-visit'
import { sealListAnswers } from '../list-answers'
import { listOwner } from '../policy'

const day = 24 * 60 * 60 * 1_000

/** What is wrong with the time of a visit; null for nothing. */
export function problemOfHours(
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
  now: Date,
): { path: 'startsAt' | 'endsAt'; key: string; values?: Record<string, number> } | null {
  const length = endsAt.getTime() - startsAt.getTime()
  if (length <= 0) return { path: 'endsAt', key: 'endsBeforeStarts' }
  if (length > maxVisitDays * day) return { path: 'endsAt', key: 'visitTooLong', values: { maximum: maxVisitDays } }
  if (endsAt <= now) return { path: 'endsAt', key: 'visitInThePast' }
  return startsAt.getTime() > now.getTime() + maxAheadDays * day ? { path: 'startsAt', key: 'tooFarAhead' } : null
}

/**
 * Begins a list of guests who are invited together. Nobody is invited before the list is started.
 * @returns the list, or NOT_FOUND, VALIDATION_FAILED
 */
export async function createGuestList(ctx: Ctx, input: z.input<typeof createGuestListSchema>): Promise<GuestList | Failure> {
  const [ownerId, reach] = [listOwner(ctx), authorizeWithin(ctx, 'appointment:create')]
  const { data, failed } = validate(ctx, createGuestListSchema, input)
  if (failed) return failed
  const problem = problemOfHours(data, ctx.now())
  if (problem) return invalid(ctx, [{ ...problem, path: [problem.path] }])
  const hostId = data.hostId ?? ctx.hostId
  if (!hostId) return invalid(ctx, [{ path: ['hostId'], key: 'hostRequired' }])
  if (!isWithin(reach, { hostId, siteId: data.siteId })) return notFound(ctx, hostId === ctx.hostId ? 'siteId' : 'hostId')
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    const { siteId, startsAt, endsAt, tellsGuests, passType, title = null, message = null, receptionNote = null } = data
    const site = await takePlace({ ctx, tx, keyring }, { siteId, hostId }, true)
    if (isFailure(site)) return site
    const type = await chooseVisitorType(ctx, tx, data.visitorTypeId)
    if (isFailure(type)) return type
    const answers = checkSentAnswers(ctx, type?.form ?? null, 'HOST', data.answers ?? [], ['answers'])
    if (isFailure(answers)) return answers
    const id = newId()
    const kind = { visitorTypeId: type?.id ?? null, sealedAnswers: sealListAnswers(keyring, id, answers) }
    const texts = sealTexts(keyring, id, { title, message, receptionNote }, 'guestLists')
    const place = { siteId, hostId, startsAt, endsAt, tellsGuests, passType: passType ?? ('SINGLE' as const) }
    const made = { id, organizationId: organizationOf(ctx), ownerId, ...place, ...kind, ...texts, createdAt: ctx.now() }
    return tx.guestList.create({ data: { ...made, status: 'COLLECTING' } })
  })
}
