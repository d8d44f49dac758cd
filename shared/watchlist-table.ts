import type { GuestTable } from './guest-table'

/** A row of a list of names as the API takes it. */
export interface ListedName {
  line: number
  name: string
  aliases?: string[]
  email?: string
  phone?: string
  company?: string
  reason?: string
  validUntil?: string
}

const titles = {
  name: /^(фио|ф\.?\s*и\.?\s*о\.?|имя и фамилия|полное имя|(full )?name|person)$/iu,
  lastName: /^(фамилия|last ?name|surname|family name)$/iu,
  firstName: /^(имя|first ?name|given name)$/iu,
  middleName: /^(отчество|middle ?name|patronymic)$/iu,
  aliases: /^(другие имена|псевдонимы?|прозвищ[ае]|варианты|alias(es)?|a\.?k\.?a\.?|other names|nicknames?)$/iu,
  email: /^((эл(ектронная)?\.? )?почта|e-?mail|mail|имейл)$/iu,
  phone: /^(тел(ефон|\.)?|phone( number)?|mobile)$/iu,
  company: /^(компания|организация|фирма|company|organi[sz]ation|employer)$/iu,
  reason: /^(причина|основание|комментарий|примечание|reason|comment|note)$/iu,
  until: /^(до|действует до|срок|valid (until|to)|until|expires?)$/iu,
} as const

type Kind = keyof typeof titles

const kinds = Object.keys(titles) as Kind[]
const kindOf = (cell: string): Kind | null => kinds.find((kind) => titles[kind].test(cell.trim())) ?? null

/** The end of a day as people write it; null for what is none. */
function endOfDay(text: string): string | null {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  if (!found) return null
  const [, first = '', month = '', last = ''] = found
  const [year, day] = first.length === 4 ? [first, last] : [last, first]
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), 23, 59, 59))
  return date.getUTCMonth() === Number(month) - 1 ? date.toISOString() : null
}

/**
 * What a table says of people. Columns are known by their titles; a table without any holds names in its first column.
 * Other names in one cell are parted by semicolons or slashes.
 */
export function namesIn({ rows }: GuestTable): ListedName[] {
  const titled = rows[0]?.cells.map(kindOf) ?? []
  const hasTitles = titled.some((kind) => kind === 'name' || kind === 'lastName')
  const columns: (Kind | null)[] = hasTitles ? titled : ['name']
  return rows.slice(hasTitles ? 1 : 0).map(({ line, cells }) => {
    const by: Partial<Record<Kind, string>> = {}
    columns.forEach((kind, place) => {
      if (kind && cells[place]) by[kind] ??= cells[place]
    })
    const name = by.name ?? [by.lastName, by.firstName, by.middleName].filter(Boolean).join(' ')
    const aliases = (by.aliases ?? '').split(/[;/|]/).map((alias) => alias.trim())
    const until = by.until ? endOfDay(by.until) : null
    return {
      line,
      name,
      aliases: aliases.filter((alias) => alias.length > 1),
      ...(by.email && { email: by.email }),
      ...(by.phone && { phone: by.phone }),
      ...(by.company && { company: by.company }),
      ...(by.reason && { reason: by.reason }),
      ...(until && { validUntil: until }),
    }
  })
}
