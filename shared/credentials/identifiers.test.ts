import { describe, expect, it } from 'vitest'
import { asIdentifier, readIdentifier } from './identifiers'

describe('what a reader read', () => {
  it.each([
    ['CARD:00 12-34:ab', { kind: 'card', value: '001234AB' }],
    ['CARD:0012345678\r\n', { kind: 'card', value: '0012345678' }],
    ['CARD:12', null],
    ['CARD:XYZ12345', null],
    ['PLATE:о 123 ко 77', { kind: 'plate', value: 'O123KO77' }],
    ['PLATE:', null],
    ['0012345678', null],
    ['GC1:ABC', null],
  ])('%s', (text, expected) => {
    expect(readIdentifier(text)).toEqual(expected)
  })

  it('is a card or a plate only at gates that read those, and never instead of a code', () => {
    const all = { readsCards: true, readsPlates: true }
    const none = { readsCards: false, readsPlates: false }
    expect(asIdentifier('0012345678', true, all)).toBe('CARD:0012345678')
    expect(asIdentifier('0012345678', true, none)).toBe('0012345678')
    expect(asIdentifier('04A2B3C4D5', true, all)).toBe('04A2B3C4D5')
    expect(asIdentifier('04:A2:B3:C4', false, all)).toBe('CARD:04A2B3C4')
    expect(asIdentifier('о123ко77', false, all)).toBe('PLATE:O123KO77')
    expect(asIdentifier('о123ко77', false, { ...all, readsPlates: false })).toBe('о123ко77')
  })
})
