import { describeError, log } from '../infra/log'

/** Work that can be asked for at any time. */
export interface Repeatable {
  /** Begins it; asked for while it runs, it runs once more. */
  start: () => void
  /** The run that is under way, if one is. */
  ended: () => Promise<void> | undefined
}

/** Work that goes on by itself; asked for while it runs, it runs once more. What goes wrong is logged, and whoever asks again tries again. */
export function repeatable(run: () => Promise<unknown>, ifItFails: string): Repeatable {
  let working: Promise<void> | undefined
  let again = false
  const work = async () => {
    try {
      do {
        again = false
        await run()
      } while (again)
    } catch (error) {
      log.error({ err: describeError(error) }, ifItFails)
    } finally {
      working = undefined
    }
  }
  const start = () => {
    again = true
    working ??= work()
  }
  return { start, ended: () => working }
}
