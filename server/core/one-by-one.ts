import { describeError, log } from '../infra/log'

/** A row that a task of the schedule looks after. */
interface Row {
  id: string
  organizationId: string
}

/**
 * Does a thing for one after the other, whatever becomes of those before: what cannot be done of one keeps nobody else waiting.
 * @returns the sum of what was done
 * @throws Error at the end where it failed for some: whoever runs the task notes it and comes again
 */
async function each<T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<number>,
  about: (item: T) => object,
  what: string,
): Promise<number> {
  const failed: unknown[] = []
  let done = 0
  for await (const item of items) {
    try {
      done += await work(item)
    } catch (error) {
      log.error({ ...about(item), err: describeError(error) }, `${what}: one is left for the next run`)
      failed.push(error)
    }
  }
  if (failed.length > 0) throw new Error(`${what}: ${failed.length} are left for the next run`, { cause: failed[0] })
  return done
}

/**
 * Does a thing for one row after the other, whatever becomes of those before.
 * @param work returns false where there was nothing to do
 * @returns of how many rows it did something
 * @throws Error at the end where it failed for some
 */
export const oneByOne = <T extends Row>(rows: Iterable<T> | AsyncIterable<T>, work: (row: T) => Promise<unknown>): Promise<number> =>
  each(
    rows,
    async (row) => ((await work(row)) === false ? 0 : 1),
    ({ id, organizationId }) => ({ id, organizationId }),
    'rows',
  )

/** All rows there are, page by page in the order of their ids: none waits behind others of which nothing can be made. */
export async function* inPages<T extends Pick<Row, 'id'>>(find: (after: string) => Promise<T[]>): AsyncGenerator<T> {
  for (let page = await find(''); page.length > 0; page = await find(page.at(-1)?.id ?? '')) yield* page
}

/** Lets each of several tasks run, whatever becomes of those before. @throws Error at the end where one failed */
export const eachOf = (tasks: readonly (() => Promise<number>)[]): Promise<number> =>
  each(
    tasks,
    (task) => task(),
    () => ({}),
    'tasks',
  )
