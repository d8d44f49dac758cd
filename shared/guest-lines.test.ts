import { describe, expect, it } from 'vitest'
import { readGuestLines } from './guest-lines'

describe('a pasted list of guests', () => {
  it.each([
    ['Anna Petrova', { name: 'Anna Petrova', email: null }],
    ['Anna Petrova <Anna@Example.com>', { name: 'Anna Petrova', email: 'anna@example.com' }],
    ['"Петрова, Анна" <anna@example.com>', { name: 'Петрова Анна', email: 'anna@example.com' }],
    ['Анна Петрова; anna@example.com', { name: 'Анна Петрова', email: 'anna@example.com' }],
    ['anna@example.com\tAnna Petrova', { name: 'Anna Petrova', email: 'anna@example.com' }],
    ['  Anna   Petrova , anna@mail.example.co.uk ', { name: 'Anna Petrova', email: 'anna@mail.example.co.uk' }],
    ["O'Neill-Smith, Jr. jr@example.com", { name: "O'Neill-Smith Jr.", email: 'jr@example.com' }],
  ])('reads %s', (line, guest) => {
    expect(readGuestLines(line)).toEqual({ guests: [guest], unread: [] })
  })

  it('says which lines name nobody, skips empty ones and takes nobody twice', () => {
    const { guests, unread } = readGuestLines('Anna\r\n\r\nbob@example.com\nanna\n,;,\nCarl @ home\n')
    expect(guests).toEqual([{ name: 'Anna', email: null }])
    expect(unread).toEqual([
      { line: 3, text: 'bob@example.com' },
      { line: 5, text: ',;,' },
      { line: 6, text: 'Carl @ home' },
    ])
  })
})
