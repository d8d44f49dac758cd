import { describe, expect, it } from 'vitest'
import { pluralForm, preferredLanguage } from './languages'

describe('preferredLanguage', () => {
  it.each([
    [undefined, 'ru'],
    ['', 'ru'],
    ['en-GB,en;q=0.9,ru;q=0.8', 'en'],
    ['de-DE,de;q=0.9,en;q=0.5', 'en'],
    ['en;q=0.3, ru-RU', 'ru'],
    ['en;q=0', 'ru'],
    ['fr, *;q=0.1', 'ru'],
    ['RU-ru, EN', 'ru'],
    [';;;q=,,', 'ru'],
  ])('%j gives %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language)
  })
})

describe('pluralForm', () => {
  it('counts Russian guests', () => {
    const forms = ['гость', 'гостя', 'гостей']
    const counted = [0, 1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 111, 1.5].map((count) => forms[pluralForm('ru', count, 3)])
    expect(counted).toEqual([
      'гостей',
      'гость',
      'гостя',
      'гостя',
      'гостей',
      'гостей',
      'гостей',
      'гость',
      'гостя',
      'гостей',
      'гость',
      'гостей',
      'гостя',
    ])
  })

  it('takes the first of a form too many for none', () => {
    expect([0, 1, 2].map((count) => pluralForm('en', count, 3))).toEqual([0, 1, 2])
    expect([0, 1, 2, 5].map((count) => pluralForm('ru', count, 4))).toEqual([0, 1, 2, 3])
  })

  it('stays within the forms that a text has', () => {
    expect(pluralForm('ru', 5, 2)).toBe(1)
    expect(pluralForm('en', 5, 1)).toBe(0)
  })
})
