import { describe, expect, it } from 'vitest'
import { periodBefore, periodOf } from './statistics-period'

const today = '2026-03-05'

describe('a period', () => {
  it.each([
    [{}, '30', '2026-02-04', today],
    [{ period: '7' }, '7', '2026-02-27', today],
    [{ period: '90' }, '90', '2025-12-06', today],
    [{ period: 'month' }, 'month', '2026-03-01', today],
    [{ period: 'custom', from: '2026-01-10', to: '2026-01-20' }, 'custom', '2026-01-10', '2026-01-20'],
    [{ period: 'custom', from: '2026-01-20', to: '2026-01-10' }, 'custom', '2026-01-10', '2026-01-20'],
    [{ period: 'custom', from: '2020-01-01', to: '2026-01-10' }, 'custom', '2025-01-10', '2026-01-10'],
    [{ period: 'custom', from: 'x', to: '2026-02-31' }, 'custom', '2026-02-04', today],
    [{ period: 'year' }, '30', '2026-02-04', today],
  ])('%j is %s from %s to %s', (said, name, from, to) => {
    expect(periodOf(said, today)).toEqual({ name, from, to })
  })

  it('is compared with as many days before it', () => {
    expect(periodBefore({ from: '2026-03-01', to: '2026-03-05' })).toEqual({ from: '2026-02-24', to: '2026-02-28' })
    expect(periodBefore({ from: '2026-03-05', to: '2026-03-05' })).toEqual({ from: '2026-03-04', to: '2026-03-04' })
  })
})
