import { checkAnswers, type Answers } from '#shared/visitor-types/answers'
import { fieldsFor } from '#shared/visitor-types/fields'
import type { VisitorField, VisitorForm } from '#shared/visitor-types/form'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { formOf } from '../form-of'

/** A type that guests are invited as, and what it asks. */
export interface ChosenType {
  id: string
  version: number
  form: VisitorForm
}

/** Answers as they are sent. */
export type SentAnswers = readonly { key: string; value?: string | null | undefined }[]

/**
 * The type that guests are invited as: the one that was named, else the default of the organization, else none.
 * @returns it, null for none, or NOT_FOUND, VALIDATION_FAILED for one that was put away
 */
export async function chooseVisitorType(
  ctx: Ctx,
  tx: Pick<TenantTransaction, 'visitorType'>,
  named: string | null | undefined,
  { evenArchived = false } = {},
): Promise<ChosenType | null | Failure> {
  if (named && !isId(named)) return notFound(ctx, 'visitorTypeId')
  const organizationId = organizationOf(ctx)
  const type = await tx.visitorType.findFirst({ where: named ? { id: named } : { organizationId, isDefault: true, archivedAt: null } })
  if (!type) return named ? notFound(ctx, 'visitorTypeId') : null
  if (type.archivedAt && !evenArchived) return invalid(ctx, [{ path: ['visitorTypeId'], key: 'visitorTypeArchived' }])
  return { id: type.id, version: type.version, form: formOf(type.form) }
}

/**
 * Checks answers that came by the API.
 * @param path of the list of answers in the input
 * @returns them as they are kept, or VALIDATION_FAILED that names each field
 */
export function checkSentAnswers(
  ctx: Ctx,
  form: VisitorForm | null,
  who: VisitorField['answeredBy'],
  sent: SentAnswers,
  path: string[],
): Answers | Failure {
  const given = Object.fromEntries(sent.map(({ key, value }) => [key, value]))
  const { answers, problems } = checkAnswers(fieldsFor(form?.fields ?? [], who), given)
  if (problems.length === 0) return answers
  return invalid(
    ctx,
    problems.map(({ key, error, values }) => ({ path: [...path, key], key: error.replace('errors.', ''), ...(values ? { values } : {}) })),
  )
}
