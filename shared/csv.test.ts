import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvHead, csvLine } from './csv'

/** Reads one line back, as RFC 4180 has it. */
const read = (line: string): string[] =>
  [...line.replace(/\r\n$/, '').matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, text = '']) => text.replaceAll('""', '"'))

it('every text is read back, and none is a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
      const cells = read(csvLine(texts))
      expect(cells.map((text, at) => (text === `'${texts[at]}` ? text.slice(1) : text))).toEqual(texts)
      expect(cells.filter((text) => /^[=+\-@\t\r\n]/.test(text))).toEqual([])
    }),
  )
})

it.each(['=1+1', '+79161234567', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('%j is a text', (text) =>
  expect(csvLine([text])).toBe(`"'${text}"\r\n`),
)

it('begins with the mark of UTF-8', () => expect(csvHead(['имя', 'email'])).toBe('\uFEFFимя,email\r\n'))
