import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitText, lineHeight, type TextRoom } from './fit-text'
import { hasLettersFor, kerning, textWidth } from './letter-widths'

interface Font {
  unitsPerEm: number
  layout: (text: string) => { advanceWidth: number }
  hasGlyphForCodePoint: (code: number) => boolean
}
const require = createRequire(import.meta.url)
const fromPdfmake = createRequire(require.resolve('pdfmake'))
const { openSync } = fromPdfmake('fontkit') as { openSync: (path: string) => Font }
const fonts = ['Regular', 'Medium'].map((weight) => openSync(require.resolve(`pdfmake/fonts/Roboto/Roboto-${weight}.ttf`)))
const widest = (text: string) => Math.max(...fonts.map((font) => font.layout(text).advanceWidth / font.unitsPerEm))

/** What no line may be broken in. */
const wordsOf = (text: string) => text.split(/\s+|(?<=-)/).filter(Boolean)

const room: TextRoom = { width: 54, height: 22, largest: 9, smallest: 2.5 }
const letters = 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-'
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 30 })
const name = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' ').slice(0, 200))

describe('a width', () => {
  it('is that of Roboto, which is never wider than pairs that are set apart make it', () => {
    for (const text of [
      'Анна Петрова',
      'Щукина-Жмыхова Юлия',
      'WWW «№ 7»',
      'Zoë O’Brien–Müller',
      'Әбілқайырұлы Қасымқан',
      'iiiii…',
      'rt',
      'щд',
    ]) {
      expect(textWidth(text) * kerning).toBeGreaterThanOrEqual(widest(text))
      expect(textWidth(text)).toBeLessThan(widest(text) * 1.05 + 0.06)
    }
    fc.assert(fc.property(name, (text) => textWidth(text) * kerning >= widest(text)))
  })
})

describe('a text', () => {
  it('is as large as there is room, with every word whole', () => {
    expect(fitText(['Анна Петрова'], { ...room, width: 100 })).toEqual({ size: 9, lines: ['Анна Петрова'] })
    const { size, lines } = fitText(['Александра Константиновна Салтыкова-Щедрина'], room)
    expect(lines.join(' ').replaceAll('- ', '-')).toBe('Александра Константиновна Салтыкова-Щедрина')
    expect(size).toBeGreaterThan(4)
  })

  it('of any length stays in its room and loses nothing while it can be read', () => {
    fc.assert(
      fc.property(name, (text) => {
        const { size, lines } = fitText([text], room)
        expect(size).toBeGreaterThanOrEqual(room.smallest)
        expect(lines.length * lineHeight * size).toBeLessThanOrEqual(room.height + 1e-6)
        for (const line of lines) expect(widest(line) * size).toBeLessThanOrEqual(room.width + 1e-6)
        const isWhole = lines.join('').replaceAll(' ', '') === text.replaceAll(' ', '')
        expect(isWhole || (size === room.smallest && lines.at(-1)?.endsWith('…'))).toBe(true)
        if (size > room.smallest) expect(lines.flatMap(wordsOf)).toEqual(wordsOf(text))
      }),
      { numRuns: 300 },
    )
  })

  it('says that its end is missing where there is no room at all', () => {
    const { size, lines } = fitText(['Ы'.repeat(400)], room)
    expect(size).toBe(2.5)
    expect(lines.at(-1)).toMatch(/^Ы+…$/)
  })

  it('leaves out what is empty, and begins each of several on a line of its own', () => {
    expect(fitText(['Пн', '', ' ', 'Вт'], room).lines).toEqual(['Пн', 'Вт'])
    expect(fitText([''], room).lines).toEqual([])
  })
})

it('a PDF has letters for Latin, Cyrillic and Greek texts, and for no others', () => {
  for (const text of ['Анна Петрова', 'Zoë O’Brien', 'Ελένη', 'Қасым № 7', '']) expect(hasLettersFor(text)).toBe(true)
  for (const text of ['王小明', 'გიორგი', 'שלום', '🙂']) expect(hasLettersFor(text)).toBe(false)
  for (const letter of 'Қәґўλñ№«–') expect(fonts.every((font) => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))).toBe(true)
})
