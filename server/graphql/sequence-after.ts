import { Refusal } from '../core/errors'
import { newestSequence } from '../infra/newest-sequence.sql'

/** Reads the cursor of a watcher. @throws Refusal for one that is none of this feed's */
export async function sequenceAfter(after: string | null | undefined): Promise<number | null> {
  if (after === null || after === undefined) return null
  if (!/^\d{1,15}$/.test(after) || Number(after) > (await newestSequence()))
    throw new Refusal('BAD_USER_INPUT', 'The cursor is not one of this feed')
  return Number(after)
}
