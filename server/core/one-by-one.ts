import { describeError, log } from '../infra/log'

/** A row that a task of the schedule looks after. */
interface Row {
  id: string
  organizationId: string
}

/**
 * Does a thing for one row after the other, whatever becomes of those before: what cannot be done of one keeps nobody else waiting.
 * @param work returns false where there was nothing to do
 * @returns of how many rows it did something
 * @throws Error at the end where it failed for some: whoever runs the task notes it and comes again
 */
export async function oneByOne<T extends Row>(rows: Iterable<T> | AsyncIterable<T>, work: (row: T) => Promise<unknown>): Promise<number> {
  const failed: unknown[] = []
  let done = 0
  for await (const row of rows) {
    try {
      if ((await work(row)) !== false) done++
    } catch (error) {
      const { id, organizationId } = row
      log.error({ id, organizationId, err: describeError(error) }, 'a row is left for the next run')
      failed.push(error)
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} rows are left for the next run`, { cause: failed[0] })
  return done
}

/** All rows there are, page by page in the order of their ids: none waits behind others of which nothing can be made. */
export async function* inPages<T extends Pick<Row, 'id'>>(find: (after: string) => Promise<T[]>): AsyncGenerator<T> {
  for (let page = await find(''); page.length > 0; page = await find(page.at(-1)?.id ?? '')) yield* page
}

/** Lets each of several tasks run, whatever becomes of those before. @throws Error at the end where one failed */
export async function eachOf(tasks: readonly (() => Promise<number>)[]): Promise<number> {
  const failed: unknown[] = []
  let done = 0
  for (const task of tasks) {
    try {
      done += await task()
    } catch (error) {
      log.error({ err: describeError(error) }, 'a task is left for the next run')
      failed.push(error)
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} tasks are left for the next run`, { cause: failed[0] })
  return done
}
