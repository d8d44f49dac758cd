import { describe, expect, it } from 'vitest'
import { problemsOf } from './type-check'
import { contentOf, draftOf, movedBy, newField, newQuestion, newSlide, type DraftField, type TypeDraft } from './type-draft'

const draft = (more: Partial<DraftField> = {}): TypeDraft => ({
  name: 'Courier',
  badgeColor: '',
  requires: [],
  agreementIds: [],
  induction: null,
  fields: [{ ...newField(), label: { ru: 'Номер', en: '' }, ...more }],
})

describe('a draft of a type', () => {
  it('is told what is wrong beside the part that is wrong', () => {
    expect(problemsOf(draft())).toEqual({})
    expect(Object.keys(problemsOf({ ...draft(), name: ' ', fields: [newField()] })).toSorted()).toEqual(['fields.0.label', 'name'])
    expect(Object.keys(problemsOf({ ...draft(), badgeColor: 'red' }))).toEqual(['badgeColor'])
    expect(Object.keys(problemsOf(draft({ kind: 'CHOICE' })))).toEqual(['fields.0.choices'])
    expect(Object.keys(problemsOf(draft({ maxLength: '0' })))).toEqual(['fields.0.maxLength'])
    expect(Object.keys(problemsOf(draft({ help: { ru: 'x'.repeat(501), en: '' } })))).toEqual(['fields.0.help'])
  })

  it('sends a colour of its badges, or none', () => {
    expect(contentOf({ ...draft(), badgeColor: ' #B91C1C ' }).badgeColor).toBe('#B91C1C')
    expect(contentOf(draft()).badgeColor).toBeNull()
  })

  it('sends choices of a question with choices only', () => {
    const choices = [{ key: 'c_1', label: { ru: 'Да', en: 'Yes' } }]
    expect(contentOf(draft({ choices })).fields[0]?.choices).toBeNull()
    expect(contentOf(draft({ choices, kind: 'CHOICE' })).fields[0]?.choices).toEqual(choices)
    expect(contentOf(draft({ maxLength: '40' })).fields[0]?.maxLength).toBe(40)
  })

  it('is told what is wrong with its induction, page by page', () => {
    const slide = { ...newSlide(), title: { ru: 'Пожар', en: '' }, text: { ru: 'Лестница', en: '' } }
    const asked = { ...slide, question: newQuestion() }
    expect(problemsOf({ ...draft(), induction: { months: '', slides: [slide] } })).toEqual({})
    expect(Object.keys(problemsOf({ ...draft(), induction: { months: '0', slides: [] } })).toSorted()).toEqual([
      'induction.slides',
      'induction.validMonths',
    ])
    expect(Object.keys(problemsOf({ ...draft(), induction: { months: '12', slides: [asked] } }))).toContain(
      'induction.slides.0.question.text',
    )
  })

  it('of nothing is empty', () => {
    expect(draftOf(null)).toEqual({ name: '', badgeColor: '', requires: [], fields: [], agreementIds: [], induction: null })
  })
})

describe('moving', () => {
  it('keeps everything, and changes nothing at the ends', () => {
    expect(movedBy(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(movedBy(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(movedBy(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
    expect(movedBy(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  })
})
