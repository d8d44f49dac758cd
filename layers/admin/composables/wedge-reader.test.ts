import { expect, it } from 'vitest'
import { codeIn, groupTyped } from './typed-code'
import { WedgeReader } from './wedge-reader'

function type(reader: WedgeReader, text: string, pause: number, end = 'Enter') {
  let at = 0
  for (const key of text) reader.press(key, (at += pause))
  return reader.press(end, at + pause)
}

it('reads a scanner by its speed and keeps every space', () => {
  expect(type(new WedgeReader(), 'GC1:A B  C D', 5)).toEqual({ kind: 'code', code: 'GC1:A B  C D' })
  expect(type(new WedgeReader(), 'ПС1ЖФ И', 20)).toEqual({ kind: 'other' })
  expect(type(new WedgeReader(), 'ПС1ЖФ ИХ', 20)).toEqual({ kind: 'code', code: 'ПС1ЖФ ИХ' })
})

it('takes a person for a person', () => {
  expect(type(new WedgeReader(), 'GC1:A B  C D', 120)).toEqual({ kind: 'other' })
})

it('starts anew after a pause', () => {
  const reader = new WedgeReader()
  reader.press('x', 0)
  expect(type({ press: (key: string, at: number) => reader.press(key, at + 500) } as WedgeReader, 'ABCDEFGHJK', 5)).toEqual({
    kind: 'code',
    code: 'ABCDEFGHJK',
  })
})

it('waits for a scanner that stalls within a pass code', () => {
  const reader = new WedgeReader()
  for (const [index, key] of [...'ПС1ЖФЫВА'].entries()) reader.press(key, index * 5)
  for (const [index, key] of [...'Я ПР'].entries()) reader.press(key, 700 + index * 5)
  expect(reader.press('Enter', 800)).toEqual({ kind: 'code', code: 'ПС1ЖФЫВАЯ ПР' })
})

it('ignores Shift between symbols, and Tab unless it ends a whole pass code', () => {
  const reader = new WedgeReader()
  for (const [index, key] of ['G', 'Shift', 'C', '1', 'Shift', ':', 'A', 'B', 'C', 'D'].entries()) reader.press(key, index)
  expect(reader.press('Enter', 11)).toEqual({ kind: 'code', code: 'GC1:ABCD' })
  expect(type(new WedgeReader(), 'ABCDEFGHJK', 5, 'Tab')).toEqual({ kind: 'other' })
})

it('groups what is typed as a short code and nothing else', () => {
  expect(groupTyped('abcde1')).toBe('abcde-1')
  expect(groupTyped('ABCDE12345')).toBe('ABCDE-12345')
  expect(groupTyped('ABCDE-12345')).toBe('ABCDE-12345')
  for (const scanned of ['GC1:ABCDE', 'ПС1ЖФЫВАП', 'gc1:abcde']) expect(groupTyped(scanned)).toBe(scanned)
})

it('reads a scan that landed behind something half typed, and trims nothing', () => {
  expect(codeIn('AB GC1:X Y ')).toBe('GC1:X Y ')
  expect(codeIn('ABпс1жX ')).toBe('пс1жX ')
  expect(codeIn(' AB')).toBe(' AB')
})
