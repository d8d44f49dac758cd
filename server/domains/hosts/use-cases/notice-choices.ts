import type { z } from 'zod'
import { noticeChoicesSchema, setHostNoticesSchema, usualNotices, type NoticeChoices } from '#shared/schemas/hosts'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { hostSetUp } from '../policy'
import { findHostProfile, type HostProfileRow } from './find-host-profile'

/** How somebody is told of each thing, by what is stored of it. */
export function choicesIn(stored: unknown): NoticeChoices {
  const read = noticeChoicesSchema.safeParse(stored ?? {})
  return { ...usualNotices, ...(read.success ? read.data : {}) }
}

/** How a host is told of each thing. */
export async function choicesOf(ctx: Ctx, hostId: string): Promise<NoticeChoices> {
  const host = await ctx.db.host.findUnique({ where: { id: hostId }, select: { noticeChoices: true } })
  return choicesIn(host?.noticeChoices)
}

/**
 * Says how a host is told of things; what is not named stays.
 * @returns the profile, or NOT_FOUND, VALIDATION_FAILED
 */
export async function setHostNotices(ctx: Ctx, input: z.input<typeof setHostNoticesSchema>): Promise<HostProfileRow | Failure> {
  const { data, failed } = validate(ctx, setHostNoticesSchema, input)
  if (failed) return failed
  const id = hostSetUp(ctx, data.hostId)
  if (id === null || !isId(id)) return notFound(ctx, 'hostId')
  const changed = Object.fromEntries(data.choices.map(({ kind, ...ways }) => [kind, ways]))
  const isThere = await ctx.transaction(async (tx) => {
    // Two who choose at once lose nothing of each other. Writes what stands there: the statement is for its lock.
    const { count } = await tx.host.updateMany({ where: { id }, data: { organizationId: organizationOf(ctx) } })
    if (count === 0) return false
    const { noticeChoices } = await tx.host.findUniqueOrThrow({ where: { id }, select: { noticeChoices: true } })
    const before = choicesIn(noticeChoices)
    await tx.host.updateMany({ where: { id }, data: { noticeChoices: { ...before, ...changed } } })
    await audit(ctx, tx, 'host.set_notices', { type: 'Host', id }, { before, after: { ...before, ...changed } })
    return true
  })
  return (isThere && (await findHostProfile(ctx, id))) || notFound(ctx, 'hostId')
}
