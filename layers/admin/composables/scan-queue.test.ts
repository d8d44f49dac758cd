import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ScanQueue, shownFor, type Scan, type Verdict } from './scan-queue'

const checkin = { id: 'c1' } as Extract<Verdict, { kind: 'admitted' }>['checkin']
const pass = { id: 'p1' } as Extract<Verdict, { kind: 'admitted' }>['pass']
const admitted = (scan: Scan): Verdict => ({ kind: 'admitted', scan, checkin, pass, notices: [] })
const silent = (scan: Scan): Verdict => ({ kind: 'silent', scan })
const incomplete = (scan: Scan): Verdict => ({ kind: 'incomplete', scan, missing: ['CONFIRM_IDENTITY'], pass })

function queueOf(...answers: ((scan: Scan) => Verdict)[]) {
  const asked: Scan[] = []
  const queue = new ScanQueue(
    async (scan) => {
      asked.push(scan)
      return (answers[Math.min(asked.length, answers.length) - 1] ?? admitted)(scan)
    },
    () => undefined,
  )
  return { queue, asked }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const after = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe('scan queue', () => {
  it('shows nothing before the answer and is ready again after a while', async () => {
    const { queue } = queueOf(admitted)
    queue.submit('A', 'ENTRY', 'scanner')
    expect(queue.verdict.value).toBeNull()
    expect(queue.isChecking.value).toBe(true)
    await after(0)
    expect(queue.verdict.value?.kind).toBe('admitted')
    await after(shownFor.admitted ?? 0)
    expect(queue.verdict.value).toBeNull()
  })

  it('asks one scan at a time and gives each verdict its moment', async () => {
    const { queue, asked } = queueOf(admitted)
    for (const code of ['A', 'B', 'C']) queue.submit(code, 'ENTRY', 'scanner')
    await after(0)
    expect(asked.map(({ code }) => code)).toEqual(['A'])
    expect(queue.waiting.value.length).toBe(2)
    await after(1_200)
    await after(1_200)
    expect(asked.map(({ code }) => code)).toEqual(['A', 'B', 'C'])
    expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(3)
  })

  it('sends a scan without an answer again under its nonce, and lets nothing overtake it', async () => {
    const { queue, asked } = queueOf(silent, silent, admitted)
    queue.submit('A', 'ENTRY', 'scanner')
    await after(0)
    expect(queue.verdict.value?.kind).toBe('silent')
    queue.submit('A', 'ENTRY', 'scanner')
    queue.submit('B', 'ENTRY', 'scanner')
    await after(1_000)
    await after(2_000)
    expect(asked.map(({ code }) => code)).toEqual(['A', 'A', 'A'])
    expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(1)
    expect(queue.verdict.value?.kind).toBe('admitted')
  })

  it('goes on with the same nonce when the question is answered', async () => {
    const { queue, asked } = queueOf(incomplete, admitted)
    queue.submit('A', 'ENTRY', 'scanner')
    await after(60_000)
    expect(queue.verdict.value?.kind).toBe('incomplete')
    queue.confirm()
    await after(0)
    expect(asked[1]).toMatchObject({ nonce: asked[0]?.nonce, fulfilled: ['CONFIRM_IDENTITY'] })
    expect(queue.verdict.value?.kind).toBe('admitted')
  })

  it('keeps a verdict as long as something is open in front of it', async () => {
    const { queue } = queueOf(admitted)
    queue.submit('A', 'ENTRY', 'scanner')
    await after(0)
    queue.hold(true)
    await after(60_000)
    expect(queue.verdict.value?.kind).toBe('admitted')
    queue.hold(false)
    await after(shownFor.admitted ?? 0)
    expect(queue.verdict.value).toBeNull()
  })
})
