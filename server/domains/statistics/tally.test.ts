import { expect, it } from 'vitest'
import { tallyDay, type LoggedScan } from './tally'

const at = (hour: number) => new Date(Date.UTC(2026, 4, 4, hour))
const scan = (direction: 'ENTRY' | 'EXIT', hour: number, visitPassId: string, isUnseen = false): LoggedScan => ({
  visitPassId,
  type: 'SINGLE',
  hostId: null,
  direction,
  at: at(hour),
  result: 'ADMITTED',
  reason: null,
  isUnseen,
})

it('how long somebody stayed whom nobody saw leaving is not counted; that they were inside is', () => {
  const seen = [scan('ENTRY', 9, 'a'), scan('EXIT', 11, 'a')]
  const unseen = [scan('ENTRY', 10, 'b'), scan('EXIT', 20, 'b', true)]
  const counts = tallyDay({ passes: [], scans: [...seen, ...unseen], day: { from: at(0), until: at(24) }, timeZone: 'UTC' })
  const valueOf = (wanted: string) => counts.filter(({ measure }) => measure === wanted).reduce((sum, { value }) => sum + value, 0)
  expect([valueOf('STAY'), valueOf('STAY_MINUTES'), valueOf('ENTRY'), valueOf('MOST_INSIDE')]).toEqual([1, 120, 2, 2])
})
