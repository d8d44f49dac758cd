import { describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { scanAt, visit } from '../built-visit'

/** Simultaneous scans over HTTP against two web processes. */
export function doubleRedeem(server: () => BuiltServer): void {
  describe('simultaneous scans by two web processes', () => {
    it.each([
      [2, 5],
      [10, 3],
      [100, 2],
    ])(
      '%i of a single-use pass, %i rounds: exactly one is admitted in each',
      async (parallel, rounds) => {
        for (let round = 0; round < rounds; round++) {
          const { code } = await visit(server())
          const { urls } = server()
          const outcomes = await Promise.all(
            Array.from({ length: parallel }, (_, index) => scanAt(server(), urls[index % urls.length]!, code)),
          )
          const count = (word: string) => outcomes.filter((outcome) => outcome.word === word).length
          expect([count('ScanAdmitted'), count('ALREADY_USED')]).toEqual([1, parallel - 1])
        }
      },
      60_000,
    )

    it('the same scan sent to both leaves one check-in', async () => {
      const { code } = await visit(server(), 'MULTI')
      const nonce = crypto.randomUUID()
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) => scanAt(server(), server().urls[index % 2]!, code, { nonce })),
      )
      expect(new Set(outcomes.map(({ word, checkinId }) => `${word} ${checkinId}`)).size).toBe(1)
      expect(outcomes[0]?.word).toBe('ScanAdmitted')
    })
  })
}
