import { weekdayNames } from '~/composables/weekday-names'
import type { Cell, FigureTable } from '~/composables/figure-tables'
import type { Figures, PeriodStatistics } from './statistics-documents'
import { useFigureWords } from './useFigureWords'

/** Figures by the way they are written. */
const lengths: ReadonlySet<string> = new Set(['meanStay', 'medianStay', 'longStay'])

type Figure = Exclude<keyof Figures, ' $fragmentName' | '__typename'>

const partFigures = ['expected', 'came', 'noShows', 'people', 'meanStay', 'medianStay', 'denied', 'busiestHour'] as const

/** Makes tables of figures: the first column says what a row is of. */
function useTableMaker() {
  const { t } = useI18n()
  const { language } = useLanguage()
  const { hour, textCell, numberCell, lengthCell, hourCell } = useFigureWords()
  const nameOf = (column: string) => t(`admin.statistics.columns.${column}`)
  const cellOf = (figures: Figures, figure: Figure): Cell => {
    if (figure === 'busiestHour') return hourCell(figures.busiestHour)
    return lengths.has(figure) ? lengthCell(figures[figure]) : numberCell(figures[figure])
  }
  const tableOf = (first: string, figures: readonly Figure[], rows: readonly { head: Cell; figures: Figures }[]): FigureTable => ({
    columns: [first, ...figures].map(nameOf),
    rows: rows.map(({ head, figures: of }) => [head, ...figures.map((figure) => cellOf(of, figure))]),
  })
  const hourTable = (hours: PeriodStatistics['hours']): FigureTable => {
    const shown = [...new Set(hours.map((each) => each.hour))].toSorted((one, other) => one - other)
    const at = (weekday: number, of: number) => hours.find((each) => each.weekday === weekday && each.hour === of)?.entries ?? 0
    return {
      columns: [nameOf('hour'), ...weekdayNames(language.value, 'short')],
      rows: shown.map((of) => [textCell(hour(of)), ...[1, 2, 3, 4, 5, 6, 7].map((weekday) => numberCell(at(weekday, of)))]),
    }
  }
  const denialTable = (denials: PeriodStatistics['denials']): FigureTable => ({
    columns: ['reason', 'denied'].map(nameOf),
    rows: denials.map(({ reason, count }) => [textCell(t(`live.reasons.${reason}`)), numberCell(count)]),
  })
  return { tableOf, hourTable, denialTable }
}

/** The tables of a period, each the figures of one picture. */
export function useStatisticsTables(statistics: () => PeriodStatistics) {
  const { t } = useI18n()
  const { day, textCell } = useFigureWords()
  const { tableOf, hourTable, denialTable } = useTableMaker()
  const byDay = (...figures: Figure[]) =>
    computed(() =>
      tableOf(
        'day',
        figures,
        statistics().days.map((each) => ({ head: textCell(day(each.day), each.day), figures: each.figures })),
      ),
    )
  return {
    visits: byDay('expected', 'came', 'noShows', 'entries', 'people', 'denied'),
    stays: byDay('stays', 'meanStay', 'medianStay', 'longStay'),
    inside: byDay('mostInside'),
    hours: computed(() => hourTable(statistics().hours)),
    denials: computed(() => denialTable(statistics().denials)),
    sites: computed(() => {
      const rows = statistics().sites.map(({ site, figures }) => ({ head: textCell(site.name), figures }))
      return tableOf('site', [...partFigures, 'mostInside'], rows)
    }),
    departments: computed(() => {
      const rows = statistics().departments.map(({ department, figures }) => ({
        head: textCell(department?.name ?? t('admin.statistics.noDepartment')),
        figures,
      }))
      return tableOf('department', partFigures, rows)
    }),
  }
}
