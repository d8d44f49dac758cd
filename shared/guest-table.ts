import papa from 'papaparse'
import { mostListRows } from './limits'
import { instantAt, isDay } from './wall-clock'

/** Bytes that a file may have. */
export const mostFileBytes = 5_000_000

/** Columns that a file may have. */
export const mostColumns = 60

/** Encodings that spreadsheets save in, as `TextDecoder` calls them. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'koi8-r', 'ibm866', 'windows-1252'] as const

/** One of {@link encodings}. */
export type Encoding = (typeof encodings)[number]

const marks: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Letters by which a wrong reading is told from the right one: words of one script, capitals at their beginning, no frames and signs. */
function strangeness(text: string): number {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0
  const mixed = count(/\p{Script=Cyrillic}[a-z]|[a-z]\p{Script=Cyrillic}/giu)
  const humps = count(/\p{Ll}\p{Lu}/gu)
  const foreign = count(/[^\p{Script=Cyrillic}\p{Script=Latin}\p{P}\p{Zs}\p{Cc}\d+|<>=$№€°]/gu)
  const accents = count(/[À-ÿ]{2}/g)
  return 3 * mixed + 2 * humps + 3 * foreign + 2 * accents + count(/[ЂЃѓЉЊЌЋЏђљњќћџ‚„†‡‰‹]/g)
}

/** In which encoding a file was most likely saved: by its mark, as UTF-8 where it is that, else by which reading looks like names. */
export function encodingOf(bytes: Uint8Array): Encoding {
  const marked = marks.find(([, mark]) => mark.every((byte, place) => bytes[place] === byte))
  if (marked) return marked[0]
  const sample = bytes.subarray(0, 65_536)
  const isUtf8 = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(sample.subarray(0, length))
      return true
    } catch {
      return false
    }
  }
  // The sample may end within a letter.
  if ([0, 1, 2, 3].some((cut) => sample.length > cut && isUtf8(sample.length - (sample.length < bytes.length ? cut : 0)))) return 'utf-8'
  const read = (['windows-1251', 'koi8-r', 'ibm866', 'windows-1252'] as const).map((encoding) => ({
    encoding,
    cost: strangeness(new TextDecoder(encoding).decode(sample)),
  }))
  return read.reduce((best, each) => (each.cost < best.cost ? each : best)).encoding
}

/** A row of a file: the number that a spreadsheet shows beside it, and its cells. */
export interface TableRow {
  line: number
  cells: string[]
}

/** Why a file cannot be taken as a whole. */
export type TableProblem = 'fileTooLarge' | 'listEmpty' | 'tooManyColumns' | 'listTooLong'

/** A file that was read. */
export interface GuestTable {
  rows: TableRow[]
  /** How many columns its longest row has. */
  columns: number
}

const separatorLine = /^\uFEFF?sep=(.)\r?\n/i

/** What parts the cells. Rows without any are passed over: of two columns they would make one. */
const delimiterOf = (text: string): string => papa.parse(text.slice(0, 100_000), { preview: 20, skipEmptyLines: 'greedy' }).meta.delimiter

/** Reads a table as spreadsheets save and copy it; empty rows are passed over. Cells are text, whatever a spreadsheet would make of them. */
export function readTable(text: string): GuestTable | { problem: TableProblem } {
  const named = separatorLine.exec(text)
  const body = text.slice(named?.[0].length ?? 0).replace(/^\uFEFF/, '')
  const delimiter = named?.[1] ?? delimiterOf(body)
  // One more than can be taken, and a header: whoever sends more is told so, and the rest is not read.
  const parsed = papa.parse<string[]>(body, { preview: 3 * mostListRows, delimiter })
  const rows = parsed.data
    .map((cells, place) => ({ line: place + 1 + (named ? 1 : 0), cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => /[\p{L}\p{N}]/u.test(cell)))
  const columns = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  if (rows.length === 0) return { problem: 'listEmpty' }
  if (columns > mostColumns) return { problem: 'tooManyColumns' }
  return rows.length > mostListRows + 1 ? { problem: 'listTooLong' } : { rows, columns }
}

/** What a column can hold. Dates and times are read by the clock of the site. */
export const columnKinds = ['name', 'lastName', 'firstName', 'middleName', 'email', 'phone', 'company', 'day', 'start', 'end'] as const

/** What a column holds; null for one that is passed over. */
export type ColumnKind = (typeof columnKinds)[number] | null

const titles: Record<(typeof columnKinds)[number], RegExp> = {
  name: /^(фио|ф\.?\s*и\.?\s*о\.?|гость|посетитель|полное имя|участник|(full |guest |visitor )?name|guest|visitor|attendee)$/iu,
  lastName: /^(фамилия|last ?name|surname|family name)$/iu,
  firstName: /^(имя|first ?name|given name)$/iu,
  middleName: /^(отчество|middle ?name|patronymic)$/iu,
  email: /^((эл(ектронная)?\.? )?почта|e-?mail|mail|имейл|email address|адрес эл(ектронной|\.) почты)$/iu,
  phone: /^(тел(ефон|\.)?|моб(ильный|\.)?( телефон)?|phone( number)?|mobile|cell)$/iu,
  company: /^(компания|организация|фирма|company|organi[sz]ation|employer)$/iu,
  day: /^(дата( визита)?|день|date|day)$/iu,
  start: /^(начало|время( начала)?|с|start(s)?( time)?|from|time|when|когда)$/iu,
  end: /^(конец|окончание|время окончания|до|по|end(s)?( time)?|to|until)$/iu,
}

const titleOf = (cell: string): ColumnKind => columnKinds.find((kind) => titles[kind].test(cell)) ?? null

const looks: readonly [NonNullable<ColumnKind>, RegExp][] = [
  ['email', /^\S+@\S+\.\S+$/],
  ['phone', /^\+?[\d\s().-]{7,}$/],
  ['name', /^\p{L}[\p{L}'’.-]*(\s+\p{L}[\p{L}'’.-]*){1,3}$/u],
]

/** What the columns hold, as far as their titles or their cells say, each kind once; and whether the first row is titles. */
export function guessColumns({ rows, columns }: GuestTable): { kinds: ColumnKind[]; hasTitles: boolean } {
  const first = rows[0]?.cells ?? []
  const hasTitles = first.some((cell) => titleOf(cell) !== null) && !first.some((cell) => cell.includes('@'))
  const taken = new Set<ColumnKind>()
  const once = (kind: ColumnKind): ColumnKind => {
    if (kind === null || taken.has(kind)) return null
    taken.add(kind)
    return kind
  }
  const titled = Array.from({ length: columns }, (_, place) => (hasTitles ? once(titleOf(first[place] ?? '')) : null))
  const sample = rows.slice(hasTitles ? 1 : 0, 21).map(({ cells }) => cells)
  const hasName = taken.has('name') || taken.has('lastName') || taken.has('firstName')
  const kinds = titled.map((kind, place) => {
    if (kind) return kind
    const cells = sample.map((row) => row[place] ?? '').filter((cell) => cell !== '')
    const [look] = looks.find(([, pattern]) => cells.length > 0 && cells.every((cell) => pattern.test(cell))) ?? []
    return look && !(look === 'name' && hasName) ? once(look) : null
  })
  return { kinds, hasTitles }
}

/** A row as the API takes it. */
export interface ReadGuest {
  line: number
  name: string
  email?: string
  phone?: string
  company?: string
  startsAt?: string
  endsAt?: string
}

/** A row whose time cannot be read: nobody is invited at another time than it says. */
export interface UnreadRow {
  line: number
  name: string
  key: 'timeUnread'
}

const dayForms: readonly RegExp[] = [
  /^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})(?=$|[T\s,])/,
  /^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})(?=$|[T\s,])/,
]
const timeForm = /(?:^|[T\s,])(?<h>\d{1,2})[:.](?<min>\d{2})(?::\d{2})?\s*$/

const two = (text: string | undefined): string => (text ?? '').padStart(2, '0')

function dayIn(text: string): string | null {
  const { y, m, d } = dayForms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined) ?? {}
  const day = `${y}-${two(m)}-${two(d)}`
  return isDay(day) ? day : null
}

function timeIn(text: string): string | null {
  const withoutDay = dayForms.reduce((rest, form) => rest.replace(form, ' '), text)
  const { h, min } = timeForm.exec(withoutDay)?.groups ?? {}
  return h !== undefined && Number(h) < 24 && Number(min) < 60 ? `${two(h)}:${min}` : null
}

/** When the visits of a list are, by the clock of the site: what a row does not say is taken from it. */
export interface ListHours {
  day: string
  start: string
  timeZone: string
}

/** Reads when a row comes; `null` where a cell says something that is no time, an empty answer where it says nothing. */
function hoursIn(cells: Partial<Record<NonNullable<ColumnKind>, string>>, hours: ListHours): Pick<ReadGuest, 'startsAt' | 'endsAt'> | null {
  const { day = '', start = '', end = '' } = cells
  if (day === '' && start === '' && end === '') return {}
  const date = dayIn(day) ?? dayIn(start) ?? (day === '' ? hours.day : null)
  const begins = timeIn(start) ?? timeIn(day) ?? (start === '' || dayIn(start) ? hours.start : null)
  const ends = end === '' ? undefined : timeIn(end)
  if (date === null || begins === null || ends === null) return null
  const at = (time: string, on = date) => instantAt({ day: on, time }, hours.timeZone)
  const times = [at(begins), ...(ends === undefined ? [] : [at(ends, dayIn(end) ?? date)])]
  if (times.some((time) => Number.isNaN(time.getTime()))) return null
  const [startsAt, endsAt] = times.map((time) => time.toISOString())
  return { ...(startsAt && { startsAt }), ...(endsAt && { endsAt }) }
}

/** What a table says of guests, column by column. */
export function guestsIn(
  { rows }: GuestTable,
  { kinds, hasTitles }: { kinds: readonly ColumnKind[]; hasTitles: boolean },
  hours: ListHours,
): { guests: ReadGuest[]; unread: UnreadRow[] } {
  const guests: ReadGuest[] = []
  const unread: UnreadRow[] = []
  for (const { line, cells } of rows.slice(hasTitles ? 1 : 0)) {
    const by: Partial<Record<NonNullable<ColumnKind>, string>> = {}
    kinds.forEach((kind, place) => {
      if (kind && cells[place]) by[kind] = cells[place]
    })
    const name = by.name ?? [by.lastName, by.firstName, by.middleName].filter(Boolean).join(' ')
    const when = hoursIn(by, hours)
    const { email, phone, company } = by
    if (when === null) unread.push({ line, name, key: 'timeUnread' })
    else guests.push({ line, name, ...(email && { email }), ...(phone && { phone }), ...(company && { company }), ...when })
  }
  return { guests, unread }
}
