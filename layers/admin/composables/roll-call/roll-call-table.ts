import { csvHead, csvLine } from '#shared/csv'
import type { Standing } from '#shared/roll-call'
import { latest, type Person, type RollCallView, type SaidEntry } from './roll-call-view'

/** Somebody of a roll call with the last word on them. */
export interface ReportRow {
  person: Person
  last: SaidEntry | null
  standing: Standing
}

/** Everybody with the last word on them, those who were not accounted for first. */
export function rowsOf(view: RollCallView): ReportRow[] {
  const last = latest(view)
  const order: Standing[] = ['MISSING', 'NOT_CHECKED', 'UNSEEN', 'SAFE', 'LEFT']
  return view.people
    .map((person) => ({ person, last: last.get(person.key) ?? null, standing: last.get(person.key)?.standing ?? ('NOT_CHECKED' as const) }))
    .toSorted((one, other) => order.indexOf(one.standing) - order.indexOf(other.standing))
}

const columns = [
  'name',
  'company',
  'zone',
  'host',
  'standing',
  'at',
  'marshal',
  'assemblyPoint',
  'note',
  'insideSince',
  'leftUnseenAt',
] as const

/** A roll call as a table for a spreadsheet: a line for each person, times in UTC. */
export const rollCallCsv = (view: RollCallView): string =>
  csvHead(columns) +
  rowsOf(view)
    .map(({ person, last, standing }) =>
      csvLine([
        person.name,
        person.company,
        person.zone,
        person.host,
        standing,
        last && new Date(last.at).toISOString(),
        last?.by,
        last?.assemblyPoint,
        last?.note,
        person.insideSince,
        person.leftUnseenAt,
      ]),
    )
    .join('')
