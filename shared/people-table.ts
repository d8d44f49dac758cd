import type { GuestTable } from './guest-table'

/** What a column of a list of people can hold. */
export const peopleColumnKinds = ['name', 'lastName', 'firstName', 'middleName', 'email', 'department', 'position'] as const

/** What a column holds; null for one that is passed over. */
export type PeopleColumnKind = (typeof peopleColumnKinds)[number] | null

const titles: Record<(typeof peopleColumnKinds)[number], RegExp> = {
  name: /^(фио|ф\.?\s*и\.?\s*о\.?|сотрудник|работник|полное имя|имя и фамилия|(full |employee )?name|employee)$/iu,
  lastName: /^(фамилия|last ?name|surname|family name)$/iu,
  firstName: /^(имя|first ?name|given name)$/iu,
  middleName: /^(отчество|middle ?name|patronymic)$/iu,
  email: /^((эл(ектронная)?\.? )?почта|e-?mail|mail|имейл|email address|адрес эл(ектронной|\.) почты)$/iu,
  department: /^(отдел|подразделение|департамент|служба|department|unit|division|team)$/iu,
  position: /^(должность|позиция|position|job ?title|title|role)$/iu,
}

const titleOf = (cell: string): PeopleColumnKind => peopleColumnKinds.find((kind) => titles[kind].test(cell)) ?? null

/** What the columns hold, as far as their titles say, and which one holds addresses; each kind once. */
export function guessPeopleColumns({ rows, columns }: GuestTable): { kinds: PeopleColumnKind[]; hasTitles: boolean } {
  const first = rows[0]?.cells ?? []
  const hasTitles = first.some((cell) => titleOf(cell) !== null) && !first.some((cell) => cell.includes('@'))
  const kinds = Array.from({ length: columns }, (_, place) => (hasTitles ? titleOf(first[place] ?? '') : null))
  const once = kinds.map((kind, place) => (kinds.indexOf(kind) === place ? kind : null))
  if (once.includes('email')) return { kinds: once, hasTitles }
  const addresses = once.findIndex((kind, place) => kind === null && rows.some(({ cells }) => /^\S+@\S+\.\S+$/.test(cells[place] ?? '')))
  return { kinds: once.map((kind, place) => (place === addresses ? 'email' : kind)), hasTitles }
}

/** A row as the API takes it. */
export interface ReadPerson {
  line: number
  name: string
  email: string
  department: string
  position: string
}

/** What a table says of people, column by column. */
export const peopleIn = (
  { rows }: GuestTable,
  { kinds, hasTitles }: { kinds: readonly PeopleColumnKind[]; hasTitles: boolean },
): ReadPerson[] =>
  rows.slice(hasTitles ? 1 : 0).map(({ line, cells }) => {
    const by: Partial<Record<NonNullable<PeopleColumnKind>, string>> = {}
    kinds.forEach((kind, place) => {
      if (kind && cells[place]) by[kind] = cells[place]
    })
    const name = by.name ?? [by.lastName, by.firstName, by.middleName].filter(Boolean).join(' ')
    return { line, name, email: by.email ?? '', department: by.department ?? '', position: by.position ?? '' }
  })

/** The names of departments in a path, from the top: `A / B / C`. */
export const namesInPath = (path: string): string[] =>
  path
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '')
