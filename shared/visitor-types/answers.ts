import { longestAnswer } from '../limits'
import { line, lines, phoneWritten } from '../schemas/visitors'
import type { VisitorField } from './form'

/** Answers by the keys of their fields. All are texts: `yes` and `no`, a day as 2026-03-01, a number with a point, the key of a choice. */
export type Answers = Record<string, string>

/** What is wrong with one answer: the field, and the text that says it. */
export interface AnswerProblem {
  key: string
  error: string
  values?: Record<string, number>
}

/** Answers that can be kept, and what is wrong with those that cannot. */
export interface CheckedAnswers {
  answers: Answers
  problems: AnswerProblem[]
}

type Checked = { value: string } | Omit<AnswerProblem, 'key'>

const day = /^(\d{4})-(\d{2})-(\d{2})$/

/** Whether a text is a day of the calendar, between 1900 and 2199. */
function isDay(text: string): boolean {
  const [, year, month, date] = day.exec(text) ?? []
  if (!year || !month || !date || year < '1900' || year > '2199') return false
  const read = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  return read.toISOString().startsWith(text)
}

function checkText(field: VisitorField, typed: string): Checked {
  const longest = field.kind === 'SHORT_TEXT' ? longestAnswer.SHORT_TEXT : longestAnswer.LONG_TEXT
  const max = Math.min(field.maxLength ?? longest, longest)
  const { data, error } = (field.kind === 'SHORT_TEXT' ? line(max) : lines(max)).safeParse(typed.replaceAll('\r\n', '\n'))
  if (!error) return { value: data }
  const message = error.issues[0]?.message ?? 'errors.tooLong'
  return message === 'errors.tooLong' ? { error: 'errors.answerTooLong', values: { max } } : { error: message }
}

/** A number as people write it, with a comma or a point and spaces between thousands. */
function checkNumber(typed: string): Checked {
  const written = typed.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  return /^[+-]?\d{1,15}(\.\d{1,6})?$/.test(written) ? { value: written.replace(/^\+/, '') } : { error: 'errors.numberInvalid' }
}

function check(field: VisitorField, typed: string): Checked {
  switch (field.kind) {
    case 'SHORT_TEXT':
    case 'LONG_TEXT':
      return checkText(field, typed)
    case 'CHOICE':
      return field.choices.some(({ key }) => key === typed) ? { value: typed } : { error: 'errors.choiceUnknown' }
    case 'YES_NO':
      return typed === 'yes' || typed === 'no' ? { value: typed } : { error: 'errors.choiceUnknown' }
    case 'DATE':
      return isDay(typed) ? { value: typed } : { error: 'errors.dayInvalid' }
    case 'PHONE':
      return phoneWritten.test(typed) ? { value: typed } : { error: 'errors.phoneInvalid' }
    case 'NUMBER':
      return checkNumber(typed)
  }
}

/**
 * Checks answers to the fields of a type. The page, the form of the host and the API use the same one.
 * @param given answers by key; an empty text is no answer, and a key that no field has is told of
 * @returns every answer that can be kept, and every problem in the order of the fields
 */
export function checkAnswers(fields: readonly VisitorField[], given: Readonly<Record<string, string | null | undefined>>): CheckedAnswers {
  const [answers, problems]: [Answers, AnswerProblem[]] = [{}, []]
  for (const field of fields) {
    const { key } = field
    const typed = (Object.hasOwn(given, key) ? given[key] : null)?.trim() ?? ''
    if (typed === '') {
      if (field.required) problems.push({ key, error: 'errors.answerRequired' })
      continue
    }
    const checked = check(field, typed)
    if ('error' in checked) problems.push({ key, ...checked })
    else answers[key] = checked.value
  }
  const known = new Set(fields.map(({ key }) => key))
  for (const key of Object.keys(given)) if (!known.has(key)) problems.push({ key, error: 'errors.fieldUnknown' })
  return { answers, problems }
}
