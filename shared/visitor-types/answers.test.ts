import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkAnswers } from './answers'
import { fieldKinds } from './fields'
import { fieldSchema, visitorFormSchema, type VisitorField } from './form'

const made = (more: Partial<VisitorField> = {}): VisitorField =>
  fieldSchema.parse({ key: 'a', kind: 'SHORT_TEXT', label: { ru: 'Вопрос', en: '' }, required: false, answeredBy: 'GUEST', ...more })
const choices = [
  { key: 'red', label: { ru: 'Красный', en: 'Red' } },
  { key: 'blue', label: { ru: 'Синий', en: 'Blue' } },
]
const one = (field: Partial<VisitorField>, value: string) => checkAnswers([made(field)], { a: value })

describe('an answer', () => {
  it.each([
    ['SHORT_TEXT', ' Анна ', 'Анна'],
    ['LONG_TEXT', 'one\r\ntwo', 'one\ntwo'],
    ['CHOICE', 'blue', 'blue'],
    ['YES_NO', 'no', 'no'],
    ['DATE', '2028-02-29', '2028-02-29'],
    ['PHONE', '8 (495) 123-45-67', '8 (495) 123-45-67'],
    ['NUMBER', ' -1 234,50 ', '-1234.50'],
  ] as const)('to %s is kept as it is meant: %j', (kind, typed, kept) => {
    expect(one({ kind, choices: kind === 'CHOICE' ? choices : [] }, typed)).toEqual({ answers: { a: kept }, problems: [] })
  })

  it.each([
    ['SHORT_TEXT', 'x'.repeat(201), 'errors.answerTooLong'],
    ['SHORT_TEXT', 'a\nb', 'errors.controlCharacters'],
    ['LONG_TEXT', 'x'.repeat(1_000_000), 'errors.answerTooLong'],
    ['CHOICE', 'green', 'errors.choiceUnknown'],
    ['YES_NO', 'true', 'errors.choiceUnknown'],
    ['DATE', '2026-02-29', 'errors.dayInvalid'],
    ['DATE', '0000-00-00', 'errors.dayInvalid'],
    ['PHONE', 'call me', 'errors.phoneInvalid'],
    ['NUMBER', '1e9', 'errors.numberInvalid'],
    ['NUMBER', 'NaN', 'errors.numberInvalid'],
  ] as const)('to %s is refused by name: %.20j', (kind, typed, error) => {
    const { answers, problems } = one({ kind, choices: kind === 'CHOICE' ? choices : [] }, typed)
    expect(answers).toEqual({})
    expect(problems).toMatchObject([{ key: 'a', error }])
  })

  it('is not longer than its field allows', () => {
    expect(one({ maxLength: 5 }, '123456').problems).toEqual([{ key: 'a', error: 'errors.answerTooLong', values: { max: 5 } }])
  })

  it('may hold any signs: it is a text and nothing else', () => {
    expect(one({}, '<script>alert(1)</script>{{7*7}}').answers).toEqual({ a: '<script>alert(1)</script>{{7*7}}' })
  })

  it('to no question of the type is told of, even where its key is one of JavaScript', () => {
    const keys = ['constructor', '__proto__', 'toString']
    const given = Object.fromEntries(keys.map((key) => [key, 'x']))
    expect(checkAnswers([made()], given).problems.map(({ error }) => error)).toEqual(keys.map(() => 'errors.fieldUnknown'))
  })
})

const anyField = fc
  .record({
    kind: fc.constantFrom(...fieldKinds),
    required: fc.boolean(),
    maxLength: fc.option(fc.integer({ min: 1, max: 200 })),
  })
  .map(({ kind, ...rest }) => ({ kind, ...rest, choices: kind === 'CHOICE' ? choices : [] }))
const anyForm = fc.array(anyField, { maxLength: 8 }).map((fields) => fields.map((field, place) => made({ ...field, key: `f${place}` })))
const plausible = fc.constantFrom('', ' ', 'yes', 'no', 'red', '2026-03-01', '+7 900 000-00-00', '12,5', 'текст', 'x'.repeat(250))
const anyAnswers = fc.dictionary(fc.oneof(fc.constantFrom('f0', 'f1', 'f2', 'f3', 'f7'), fc.string()), fc.oneof(plausible, fc.string()))

describe('whatever is asked and answered', () => {
  it('every question has an answer, a problem or neither, and every other key a problem', () => {
    fc.assert(
      fc.property(anyForm, anyAnswers, (fields, given) => {
        const { answers, problems } = checkAnswers(fields, given)
        const told = new Set(problems.map(({ key }) => key))
        for (const { key, required } of fields) {
          const isGiven = Object.hasOwn(given, key) && (given[key] ?? '').trim() !== ''
          expect([key, Object.hasOwn(answers, key) && told.has(key)]).toEqual([key, false])
          expect([key, Object.hasOwn(answers, key) || told.has(key)]).toEqual([key, isGiven || required])
        }
        for (const key of Object.keys(given)) if (!fields.some((field) => field.key === key)) expect(told).toContain(key)
      }),
      { numRuns: 2_000 },
    )
  })

  it('what was kept is kept again as it is: nothing is lost when it is checked twice', () => {
    fc.assert(
      fc.property(anyForm, anyAnswers, (fields, given) => {
        const { answers } = checkAnswers(fields, given)
        const again = checkAnswers(
          fields.map((field) => ({ ...field, required: false })),
          answers,
        )
        expect(again).toEqual({ answers, problems: [] })
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a form', () => {
  const bad = (field: object) => visitorFormSchema.safeParse({ fields: [{ ...made(), ...field }], requires: [] }).success

  it('has questions in one language at least, choices where there is something to choose, and each key once', () => {
    expect(bad({})).toBe(true)
    expect(bad({ label: { ru: ' ', en: '' } })).toBe(false)
    expect(bad({ kind: 'CHOICE' })).toBe(false)
    expect(bad({ choices })).toBe(false)
    expect(bad({ kind: 'CHOICE', choices: [choices[0], choices[0]] })).toBe(false)
    expect(bad({ maxLength: 201 })).toBe(false)
    expect(bad({ key: 'Ключ' })).toBe(false)
    expect(visitorFormSchema.safeParse({ fields: [made(), made()], requires: [] }).success).toBe(false)
    const many = Array.from({ length: 31 }, (_, place) => made({ key: `f${place}` }))
    expect(visitorFormSchema.safeParse({ fields: many, requires: [] }).success).toBe(false)
  })
})
