import type { OutsideCalendarProblem } from '../../../generated/prisma/client'

/** A calendar outside could not be read. Says why in one word: what its server answered may hold anything. */
export class PullFailed extends Error {
  constructor(readonly problem: OutsideCalendarProblem) {
    super(`A calendar outside could not be read: ${problem}`)
    this.name = 'PullFailed'
  }
}
