import { expect, it } from 'vitest'
import { readTable, type GuestTable } from './guest-table'
import { namesIn } from './watchlist-table'

const tableOf = (text: string): GuestTable => {
  const table = readTable(text)
  if ('problem' in table) throw new Error(table.problem)
  return table
}

it('reads people by the titles of the columns, in either language', () => {
  const text = 'Фамилия;Имя;Псевдонимы;Причина;Действует до\nЩукин;Юрий;Yuri Shchukin / Щука;Кража;31.12.2030\nПетров;;;;завтра'
  expect(namesIn(tableOf(text))).toEqual([
    {
      line: 2,
      name: 'Щукин Юрий',
      aliases: ['Yuri Shchukin', 'Щука'],
      reason: 'Кража',
      validUntil: '2030-12-31T23:59:59.000Z',
    },
    { line: 3, name: 'Петров', aliases: [] },
  ])
  expect(namesIn(tableOf('Name,E-mail,Reason\nJohn Smith,j@x.example,Theft'))).toEqual([
    { line: 2, name: 'John Smith', aliases: [], email: 'j@x.example', reason: 'Theft' },
  ])
})

it('takes the first column of a table without titles for names', () => {
  expect(namesIn(tableOf('Щукин Юрий;x\nПетров Пётр;y')).map(({ name }) => name)).toEqual(['Щукин Юрий', 'Петров Пётр'])
})
