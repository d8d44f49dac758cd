import type { Induction } from '#shared/visitor-types/induction'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { typedPass } from './guest-agreements'
import { factsOf } from './pass-facts'
import { holdTypedPasses, isAwaited, passesToCome, refreshOutstanding } from './refresh-outstanding'

/** The induction of a guest. */
export interface GuestInduction {
  induction: Induction
  version: number
  isPassed: boolean
}

/** What a guest has to go through before they come; null where their type has no induction. */
export async function guestInduction(ctx: Ctx, visitPassId: string): Promise<GuestInduction | null> {
  const pass = await typedPass(ctx.db, visitPassId)
  if (!pass?.form.induction) return null
  const { version } = await ctx.db.visitorType.findUniqueOrThrow({ where: { id: pass.visitorTypeId }, select: { version: true } })
  const isPassed = (await factsOf(ctx.db, [pass])).get(pass.id)?.isInducted ?? false
  return { induction: pass.form.induction, version, isPassed }
}

/**
 * Notes that a guest has gone through the induction, when every question is answered rightly. It is checked against the induction as it
 * is now: one that was changed meanwhile is shown anew.
 * @param chosen keys of the chosen answers, by the key of the slide
 * @returns `passed`; keys of slides whose question is not answered rightly; `changed`; `tooLate` once the guest has come
 */
export async function passInduction(
  ctx: Ctx,
  visitPassId: string,
  given: { version: number; chosen: Readonly<Record<string, string>> },
): Promise<'passed' | 'changed' | 'tooLate' | string[]> {
  return ctx.transaction(async (tx) => {
    const pass = await typedPass(tx, visitPassId)
    if (!pass?.form.induction) return 'tooLate'
    const { visitorId, visitorTypeId } = pass
    const ids = [...new Set([visitPassId, ...(await passesToCome(tx, visitorId, ctx.now()))])].toSorted()
    await holdTypedPasses(tx, ids)
    if (!(await isAwaited(tx, visitPassId, ctx.now()))) return 'tooLate'
    const { version } = given
    if ((await tx.visitorType.updateMany({ where: { id: visitorTypeId, version }, data: { version } })).count === 0) return 'changed'
    const wrong = pass.form.induction.slides.filter(({ key, question }) => question && given.chosen[key] !== question.right)
    if (wrong.length > 0) return wrong.map(({ key }) => key)
    const row = { id: newId(), organizationId: organizationOf(ctx), visitPassId, visitorId, visitorTypeId, version }
    const language = ctx.language === 'ru' ? ('RU' as const) : ('EN' as const)
    await tx.inductionPassed.create({ data: { ...row, language, passedAt: ctx.now() }, select: { id: true } })
    await refreshOutstanding(tx, ids)
    return 'passed'
  })
}
