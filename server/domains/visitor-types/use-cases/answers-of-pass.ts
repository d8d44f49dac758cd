import type { Answers } from '#shared/visitor-types/answers'
import type { VisitorField } from '#shared/visitor-types/form'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { openAnswers } from '../answer-record'
import { formOf } from '../form-of'
import { visitorKeys } from './keep-answers'

/** An answer beside the question it was given to, as that was worded then. */
export interface AnsweredField {
  field: VisitorField
  /** As it is kept: see {@link Answers}. */
  value: string
}

/** What was answered about the guest of a pass, and by whom, question by question. */
export async function answersOfPass(
  ctx: Ctx,
  db: Pick<TenantTransaction, 'passAnswers' | 'visitorKey'>,
  { id, visitorId }: { id: string; visitorId: string },
): Promise<AnsweredField[]> {
  const rows = await db.passAnswers.findMany({ where: { visitPassId: id }, include: { typeVersion: true }, orderBy: { answeredBy: 'asc' } })
  if (rows.length === 0) return []
  const key = (await visitorKeys(db, [visitorId])).get(visitorId) ?? null
  const keyring = await keyringOf(organizationOf(ctx))
  return rows.flatMap(({ typeVersion, ...row }) => {
    const answers: Answers = openAnswers(keyring, key, row)
    return formOf(typeVersion.form).fields.flatMap((field) => {
      const value = answers[field.key]
      return field.answeredBy === row.answeredBy && value !== undefined ? [{ field, value }] : []
    })
  })
}
