import { expect, it } from 'vitest'
import { mergeRows } from './feed-rows'
import type { CheckinRow } from './gate-documents'

const row = (id: string, result = 'ADMITTED') => ({ id, result }) as CheckinRow
const ids = (rows: readonly CheckinRow[]) => rows.map(({ id }) => id)

it('puts what just came on top, newest first, and repeats nothing', () => {
  expect(ids(mergeRows([row('b'), row('a')], [row('c'), row('d'), row('b')], 10))).toEqual(['d', 'c', 'b', 'a'])
})

it('changes a row where it stands', () => {
  const rows = mergeRows([row('b'), row('a')], [row('a', 'ANNULLED')], 10)
  expect(ids(rows)).toEqual(['b', 'a'])
  expect(rows[1]?.result).toBe('ANNULLED')
})

it('keeps no more rows than asked for', () => {
  expect(ids(mergeRows([row('b'), row('a')], [row('c')], 2))).toEqual(['c', 'b'])
})
