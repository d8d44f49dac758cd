import { organizationOf, type Ctx } from '../../../core/ctx'
import { keyringOf } from '../../../infra/keyring'
import { translate } from '../../../infra/i18n'
import { openRows } from '../list-rows'

/** A row of a list for which nobody is invited, and why. */
export interface ListProblem {
  line: number
  name: string
  email: string
  isDuplicate: boolean
  message: string
}

/** The parts that are read at a time. */
const partsPerPage = 10

/**
 * Rows of a list for which nobody is or will be invited, by line.
 * @param first how many
 * @param afterLine from behind which line
 */
export async function listProblems(ctx: Ctx, guestListId: string, first: number, afterLine: number): Promise<ListProblem[]> {
  const keyring = await keyringOf(organizationOf(ctx))
  const found: ListProblem[] = []
  for (let skip = 0; found.length < first; skip += partsPerPage) {
    const parts = await ctx.db.guestListPart.findMany({ where: { guestListId }, orderBy: { position: 'asc' }, skip, take: partsPerPage })
    const bad = parts.flatMap((part) => openRows(keyring, part).bad.toSorted((one, other) => one.line - other.line))
    for (const { problem, ...row } of bad) {
      if (row.line <= afterLine) continue
      const message = 'text' in problem ? problem.text : translate(ctx.language, `errors.${problem.key}`)
      found.push({ ...row, isDuplicate: 'key' in problem && problem.key === 'listDuplicate', message })
    }
    if (parts.length < partsPerPage) break
  }
  return found.slice(0, first)
}
