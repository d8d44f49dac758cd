/** What is wrong with one field: a text of the server, or the key of a text with its values. */
export type FieldProblem = { text: string } | { key: string; values: Record<string, unknown> }

/** What is wrong, by the path of the field in the input, as in `visitor.email`. */
export type FieldProblems = Record<string, FieldProblem>

/** The field of the form that a path of the input belongs to: of the other guests there is one, and of those who receive too. */
export const fieldOf = (path: readonly PropertyKey[]): string =>
  path[0] === 'others' || path[0] === 'coHostIds' ? path[0] : path.join('.')

/** Problems that the server found, by the same paths. */
export const problemsOfServer = (fields: readonly { path: readonly string[]; message: string }[]): FieldProblems =>
  Object.fromEntries(fields.map(({ path, message }) => [fieldOf(path.slice(path[0] === 'input' ? 1 : 0)), { text: message }]))
