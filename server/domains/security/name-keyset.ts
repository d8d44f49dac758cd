import type { Page } from '../../graphql/connection'

/** The key of a list ordered by name: the name, then the id. */
type NameKey = [string, string]

/** Cursors of lists ordered by name. */
export const isNameKey = (value: unknown): value is NameKey =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')

const beyond = ([name, id]: NameKey, word: 'gt' | 'lt') => ({ OR: [{ name: { [word]: name } }, { name, id: { [word]: id } }] })

/** Where a page of a list ordered by name starts and ends, for Prisma. */
export const nameKeysetWhere = ({ after, before }: Page<NameKey>) => [
  ...(after ? [beyond(after, 'gt')] : []),
  ...(before ? [beyond(before, 'lt')] : []),
]
