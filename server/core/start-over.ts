import { translate } from '../infra/i18n'
import type { Ctx } from './ctx'
import { Refusal } from './errors'

/** How often a thing is begun before whoever asked is told to ask again. */
const maxTries = 5

/** Somebody else has changed meanwhile what a transaction relied on: nothing of it stays, and asking again may help. */
export class Overtaken extends Refusal {
  constructor({ language, traceId }: Pick<Ctx, 'language' | 'traceId'>) {
    super('UNAVAILABLE', translate(language, 'errors.unavailable', { traceId }), { traceId })
  }
}

/**
 * Does a thing, and begins it anew with a fresh look as often as it is overtaken.
 * @param work its own transaction and everything that was read for it
 * @throws Overtaken when that happens again and again
 */
export async function startingOver<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === maxTries) throw error
    }
  }
}
