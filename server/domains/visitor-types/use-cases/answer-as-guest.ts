import { checkAnswers, type AnswerProblem, type Answers } from '#shared/visitor-types/answers'
import { fieldsFor } from '#shared/visitor-types/fields'
import type { VisitorField } from '#shared/visitor-types/form'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { livePass } from '../../../core/open-status'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { openAnswers } from '../answer-record'
import { formOf } from '../form-of'
import { keepAnswers, visitorKeys } from './keep-answers'
import { holdTypedPasses, refreshOutstanding } from './refresh-outstanding'

/** The questions to the guest of a pass, and what they have answered. */
export interface GuestQuestions {
  fields: VisitorField[]
  answers: Answers
  isAnswered: boolean
}

/** What the guest of a pass is asked now, with what they answered so far. @returns null where nothing is asked */
export async function guestQuestions(ctx: Ctx, visitPassId: string): Promise<GuestQuestions | null> {
  const pass = await ctx.db.visitPass.findUnique({
    where: { id: visitPassId },
    select: { visitorId: true, visitorType: { select: { form: true } }, answers: { where: { answeredBy: 'GUEST' } } },
  })
  const fields = pass?.visitorType ? fieldsFor(formOf(pass.visitorType.form).fields, 'GUEST') : []
  if (!pass || fields.length === 0) return null
  const [row] = pass.answers
  if (!row) return { fields, answers: {}, isAnswered: false }
  const key = (await visitorKeys(ctx.db, [pass.visitorId])).get(pass.visitorId) ?? null
  return { fields, answers: openAnswers(await keyringOf(organizationOf(ctx)), key, row), isAnswered: true }
}

/** Who still waits for their visit, and may still be asked. */
const toCome = (now: Date) => ({
  status: { in: livePass },
  presence: 'EXPECTED' as const,
  validTo: { gt: now },
})

/**
 * Keeps what a guest answers, for this visit and for the further ones of its series. They may correct it until they have come. What is
 * asked is what the type asks now: a question that was taken out meanwhile is left out of the answers, a new one has to be answered.
 * @param typed what was typed, by key
 * @returns what is wrong, or `tooLate` once the guest has come or the visit is over
 */
export async function answerAsGuest(
  ctx: Ctx,
  visitPassId: string,
  typed: Readonly<Record<string, string>>,
): Promise<AnswerProblem[] | 'tooLate'> {
  return ctx.transaction(async (tx) => {
    const ids = await passesAnswered(ctx, tx, visitPassId)
    await holdTypedPasses(tx, ids)
    const passes = await tx.visitPass.findMany({ where: { id: { in: ids }, ...toCome(ctx.now()) }, include: { visitorType: true } })
    const pass = passes.find(({ id }) => id === visitPassId)
    if (!pass?.visitorType) return 'tooLate'
    const { id: visitorTypeId, version } = pass.visitorType
    const fields = fieldsFor(formOf(pass.visitorType.form).fields, 'GUEST')
    const asked = new Set(fields.map(({ key }) => key))
    const { answers, problems } = checkAnswers(fields, Object.fromEntries(Object.entries(typed).filter(([key]) => asked.has(key))))
    if (problems.length > 0) return problems
    const same = passes.filter((each) => each.visitorTypeId === visitorTypeId)
    const given = same.map(({ id, visitorId }) => ({ visitPassId: id, visitorId, visitorTypeId, version, answers }))
    await keepAnswers(
      ctx,
      tx,
      given.map((each) => ({ ...each, answeredBy: 'GUEST' as const })),
    )
    await refreshOutstanding(
      tx,
      same.map(({ id }) => id),
    )
    return []
  })
}

/** The pass, and those of the same guest for the further visits of its series. In order, so that nobody waits in a circle. */
async function passesAnswered(ctx: Ctx, tx: TenantTransaction, id: string): Promise<string[]> {
  const pass = await tx.visitPass.findUnique({ where: { id }, select: { visitorId: true, appointment: { select: { seriesId: true } } } })
  const seriesId = pass?.appointment?.seriesId
  if (!pass || !seriesId) return [id]
  const further = await tx.visitPass.findMany({
    where: { visitorId: pass.visitorId, appointment: { seriesId }, ...toCome(ctx.now()) },
    select: { id: true },
  })
  return [...new Set([id, ...further.map((each) => each.id)])].toSorted()
}
