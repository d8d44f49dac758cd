import { describe, expect, it } from 'vitest'
import { roundSteps, scaleOf, tableCsv } from '~/composables/figure-tables'

describe('a table as CSV', () => {
  it('begins with the mark of UTF-8, holds numbers without units, and no formula', () => {
    const rows = [
      [
        { text: '=HYPERLINK("x")', value: '=HYPERLINK("x")' },
        { text: '1 h 05 min', value: '65' },
      ],
    ]
    expect(tableCsv({ columns: ['Department', 'Stay, min'], rows })).toBe('\uFEFFDepartment,"Stay, min"\r\n"\'=HYPERLINK(""x"")","65"\r\n')
  })
})

describe('a scale', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [7, [0, 2, 4, 6, 8]],
    [40, [0, 10, 20, 30, 40]],
    [41, [0, 20, 40, 60]],
    [1_234, [0, 500, 1_000, 1_500]],
  ])('up to %s has lines at %j', (greatest, lines) => {
    expect(scaleOf(greatest)).toEqual(lines)
  })

  it('of lengths has lines at halves and whole hours', () => {
    expect(scaleOf(101, roundSteps.minutes)).toEqual([0, 30, 60, 90, 120])
    expect(scaleOf(250, roundSteps.minutes)).toEqual([0, 120, 240, 360])
  })
})
