import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startSchedule } from '../../../server/worker/schedule'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('runs no task beside itself, and goes on once the run has ended, also in failure', async () => {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = []
  const run = vi.fn<() => Promise<void>>(() => new Promise((resolve, reject) => ends.push({ resolve, reject })))
  const stop = startSchedule([{ name: 'slow', every: 1_000, run }])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(run).toHaveBeenCalledTimes(1)
  ends[0]?.reject(new Error('The database is gone'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(run).toHaveBeenCalledTimes(2)
  ends[1]?.resolve()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(run).toHaveBeenCalledTimes(3)
  stop()
  ends[2]?.resolve()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(run).toHaveBeenCalledTimes(3)
})

it('lets the other tasks run beside one that hangs', async () => {
  const quick = vi.fn<() => Promise<void>>(() => Promise.resolve())
  const stop = startSchedule([
    { name: 'hangs', every: 1_000, run: () => new Promise(() => undefined) },
    { name: 'quick', every: 1_000, run: quick },
  ])
  await vi.advanceTimersByTimeAsync(3_000)
  stop()
  expect(quick).toHaveBeenCalledTimes(4)
})
