import { describe, expect, it } from 'vitest'
import { encodingOf, guessColumns, guestsIn, mostColumns, readTable, type ColumnKind, type GuestTable } from './guest-table'

const text = 'ФИО;Почта;Компания\r\nАнна Петрова;anna@example.com;ООО «Ромашка»\r\nЁлкин Борис;boris@example.com;Пример\r\n'

/** A text in a single-byte encoding, made of the decoder that reads it. */
function encoded(words: string, encoding: string): Uint8Array {
  const letters = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  return Uint8Array.from(words, (letter) => letters.indexOf(letter))
}
const utf16 = (words: string) => Buffer.from(`\uFEFF${words}`, 'utf16le')

function table(words: string): GuestTable {
  const read = readTable(words)
  if ('problem' in read) throw new Error(read.problem)
  return read
}

it('two columns are two, however few rows there are and with empty ones between them', () => {
  for (const delimiter of [';', ',', '\t', '|'])
    for (const end of ['', '\n', '\r\n\r\n', `\n${delimiter}\n`]) {
      const words = `ФИО${delimiter}Почта\n\nАнна Петрова${delimiter}anna@example.com${end}`
      expect(table(words).rows.map(({ cells }) => cells)).toEqual([
        ['ФИО', 'Почта'],
        ['Анна Петрова', 'anna@example.com'],
      ])
    }
})

describe('the encoding of a file', () => {
  it.each(['windows-1251', 'ibm866'])('in Russian, %s', (encoding) => {
    expect(encodingOf(encoded(text, encoding))).toBe(encoding)
  })
  it('in Russian, KOI8-R, which has no guillemets', () => {
    expect(encodingOf(encoded(text.replaceAll(/[«»]/g, '"'), 'koi8-r'))).toBe('koi8-r')
  })
  it('UTF-8 with a mark and without, cut within a letter, UTF-16 of Excel, and names of Western Europe', () => {
    expect(encodingOf(Buffer.from(`\uFEFF${text}`))).toBe('utf-8')
    expect(encodingOf(Buffer.from(`a${'ж'.repeat(40_000)}`))).toBe('utf-8')
    expect(encodingOf(utf16(text))).toBe('utf-16le')
    expect(encodingOf(encoded('Name;Company\nJosé Müller;Société Générale\nRenée Gräf;Öko', 'windows-1252'))).toBe('windows-1252')
  })
})

describe('a table', () => {
  it('is read with the separator of Excel, of the rest of the world and of the clipboard', () => {
    for (const separator of [';', ',', '\t'])
      expect(table(`Имя${separator}Почта\nАнна${separator}a@b.example`).rows[1]?.cells).toEqual(['Анна', 'a@b.example'])
    expect(table('sep=|\nName|Mail\nAnna|a@b.example').rows).toEqual([
      { line: 2, cells: ['Name', 'Mail'] },
      { line: 3, cells: ['Anna', 'a@b.example'] },
    ])
  })
  it('keeps the numbers of rows that a spreadsheet shows, passes over empty ones, and reads cells of several lines', () => {
    expect(table('Name,Note\n\n"Anna","one\ntwo"\n,\nBob,').rows.map(({ line }) => line)).toEqual([1, 3, 5])
  })
  it('takes formulas for the text that they are', () => {
    expect(table('=cmd|x!A1,"=HYPERLINK(""http://evil.example"")"').rows[0]?.cells[0]).toBe('=cmd|x!A1')
  })
  it('is refused when it is empty, has a million columns or too many rows', () => {
    expect(readTable(' \n;;\n')).toEqual({ problem: 'listEmpty' })
    expect(readTable(','.repeat(1_000_000))).toEqual({ problem: 'listEmpty' })
    expect(readTable(`a${',b'.repeat(mostColumns)}`)).toEqual({ problem: 'tooManyColumns' })
    expect(readTable(`a${',b'.repeat(1_000_000)}`)).toEqual({ problem: 'tooManyColumns' })
    expect(readTable('a\n'.repeat(10_002))).toEqual({ problem: 'listTooLong' })
    expect(readTable('a\n'.repeat(10_001))).toHaveProperty('columns', 1)
  })
})

describe('its columns', () => {
  const kindsOf = (words: string) => guessColumns(table(words))
  it('are known by their titles, each kind once', () => {
    expect(kindsOf('Фамилия;Имя;Отчество;E-mail;Телефон;Почта;Дата визита;Начало;До\nа;б;в;;;;;;')).toEqual({
      hasTitles: true,
      kinds: ['lastName', 'firstName', 'middleName', 'email', 'phone', null, 'day', 'start', 'end'],
    })
  })
  it('or by what stands in them', () => {
    expect(kindsOf('Anna Petrova,anna@example.com,+7 912 345-67-89\nBob de la Cruz,bob@example.com,')).toEqual({
      hasTitles: false,
      kinds: ['name', 'email', 'phone'],
    })
  })
})

describe('its guests', () => {
  const hours = { day: '2026-12-01', start: '10:00', timeZone: 'Europe/Moscow' }
  const read = (words: string, kinds: ColumnKind[]) => guestsIn(table(words), { kinds, hasTitles: false }, hours)

  it('have names from one column or three', () => {
    expect(read('Петрова;Анна;;a@b.example', ['lastName', 'firstName', 'middleName', 'email']).guests).toEqual([
      { line: 1, name: 'Петрова Анна', email: 'a@b.example' },
    ])
  })
  it.each([
    ['A;02.12.2026;9:30;11:00', ['name', 'day', 'start', 'end'], '2026-12-02T06:30:00.000Z', '2026-12-02T08:00:00.000Z'],
    ['A;2026-12-02 09:30;', ['name', 'start'], '2026-12-02T06:30:00.000Z', undefined],
    ['A;2/12;', ['name', null], undefined, undefined],
    ['A;02.12.2026', ['name', 'day'], '2026-12-02T07:00:00.000Z', undefined],
    ['A;14:15', ['name', 'start'], '2026-12-01T11:15:00.000Z', undefined],
  ] as [string, ColumnKind[], string | undefined, string | undefined][])('come when %s says', (words, kinds, startsAt, endsAt) => {
    const [guest] = read(words, kinds).guests
    expect([guest?.startsAt, guest?.endsAt]).toEqual([startsAt, endsAt])
  })
  it.each(['A;31.02.2026;', 'A;tomorrow;', 'A;;25:00', 'A;12/01/2026;', 'A;;soon'])(
    'whose time cannot be read are told of: %s',
    (words) => {
      expect(read(words, ['name', 'day', 'start'])).toEqual({ guests: [], unread: [{ line: 1, name: 'A', key: 'timeUnread' }] })
    },
  )
})
