import type { Answers } from '#shared/visitor-types/answers'
import type { VisitorField } from '#shared/visitor-types/form'
import { visitorSeal, type WrappedVisitorKey } from '../../core/visitor-record'
import type { PassAnswers } from '../../generated/prisma/client'
import type { Keyring } from '../../infra/keyring'

/** Answers to a version of a type's questions, about one guest. */
export interface NewAnswers {
  visitPassId: string
  visitorId: string
  visitorTypeId: string
  version: number
  answeredBy: VisitorField['answeredBy']
  answers: Answers
}

const placeOf = ({ visitPassId, answeredBy }: Pick<PassAnswers, 'visitPassId' | 'answeredBy'>) => ({
  table: 'pass_answers',
  column: 'sealed_answers',
  id: `${visitPassId}:${answeredBy}`,
})

/** Answers as a row, sealed under the key of the guest they are about. Those of somebody who was erased are kept nowhere. */
export function sealAnswers(
  keyring: Keyring,
  keys: ReadonlyMap<string, WrappedVisitorKey>,
  { answers, ...row }: NewAnswers,
  answeredAt: Date,
): PassAnswers[] {
  const key = keys.get(row.visitorId)
  if (!key) return []
  const sealedAnswers = visitorSeal(keyring, row.visitorId, key).seal(Buffer.from(JSON.stringify(answers)), placeOf(row))
  return [{ ...row, organizationId: keyring.organizationId, sealedAnswers, answeredAt }]
}

/** Reads answers. @returns none for somebody who was erased */
export function openAnswers(keyring: Keyring, key: WrappedVisitorKey | null, row: PassAnswers): Answers {
  if (!key) return {}
  const text = visitorSeal(keyring, row.visitorId, key).open(row.sealedAnswers, placeOf(row)).toString()
  return JSON.parse(text) as Answers
}
