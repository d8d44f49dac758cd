import { describe, expect, it } from 'vitest'
import { readTable } from './guest-table'
import { guessPeopleColumns, namesInPath, peopleIn } from './people-table'

const read = (text: string) => {
  const table = readTable(text)
  if ('problem' in table) throw new Error(table.problem)
  return { guess: guessPeopleColumns(table), people: peopleIn(table, guessPeopleColumns(table)) }
}

describe('a table of people', () => {
  it('says what its columns hold by their titles, in Russian and English', () => {
    const { guess, people } = read('Фамилия;Имя;Почта;Подразделение;Должность\nЁлкина;Анна;a@b.example;Завод / Цех 1;Мастер\n')
    expect(guess).toEqual({ kinds: ['lastName', 'firstName', 'email', 'department', 'position'], hasTitles: true })
    expect(people).toEqual([{ line: 2, name: 'Ёлкина Анна', email: 'a@b.example', department: 'Завод / Цех 1', position: 'Мастер' }])
    expect(read('Name,E-mail,Department,Job title\nA,a@b.example,X,Y').guess.kinds).toEqual(['name', 'email', 'department', 'position'])
  })
  it('without titles knows the addresses only', () => {
    expect(read('Anna Petrova,a@b.example,Sales').guess).toEqual({ kinds: [null, 'email', null], hasTitles: false })
  })
  it('names departments from the top', () => {
    expect(namesInPath(' A /B / / C ')).toEqual(['A', 'B', 'C'])
    expect(namesInPath('')).toEqual([])
  })
})
