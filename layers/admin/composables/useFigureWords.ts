import type { Cell } from '~/composables/figure-tables'

/** Writes figures in the reader's language, and as cells of tables. */
export function useFigureWords() {
  const { language } = useLanguage()
  const { t } = useI18n()
  const numbers = computed(() => new Intl.NumberFormat(language.value))
  const dates = computed(
    () => new Intl.DateTimeFormat(language.value, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }),
  )
  const shortDates = computed(() => new Intl.DateTimeFormat(language.value, { day: 'numeric', month: 'short', timeZone: 'UTC' }))
  const longDates = computed(
    () => new Intl.DateTimeFormat(language.value, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
  )

  const number = (value: number) => numbers.value.format(value)
  const length = (minutes: number) => {
    const whole = Math.round(minutes)
    if (whole < 60) return t('admin.statistics.minutes', { n: whole })
    return t('admin.statistics.hours', { h: Math.floor(whole / 60), m: String(whole % 60).padStart(2, '0') })
  }
  const hour = (of: number) => `${String(of).padStart(2, '0')}:00`
  const day = (of: string) => dates.value.format(new Date(`${of}T00:00Z`))
  const shortDay = (of: string) => shortDates.value.format(new Date(`${of}T00:00Z`))
  const range = ({ from, to }: { from: string; to: string }) =>
    longDates.value.formatRange(new Date(`${from}T00:00Z`), new Date(`${to}T00:00Z`))

  const isKnown = (value: number | null | undefined): value is number => typeof value === 'number'
  const none: Cell = { text: '–', value: '' }
  const textCell = (text: string, value = text): Cell => ({ text, value })
  const numberCell = (value: number | null | undefined): Cell => (isKnown(value) ? { text: number(value), value: String(value) } : none)
  const lengthCell = (value: number | null | undefined): Cell =>
    isKnown(value) ? { text: length(value), value: String(Math.round(value)) } : none
  const hourCell = (value: number | null | undefined): Cell => (isKnown(value) ? textCell(hour(value)) : none)

  return { number, length, hour, day, shortDay, range, textCell, numberCell, lengthCell, hourCell }
}
