import type { AccessWindow } from '#shared/access-rules'
import type { RuleChoices } from './rule-documents'
import type { RuleDraft } from './rule-draft'

const namesIn = (rows: readonly { id: string; name: string }[], ids: readonly string[]) =>
  rows.filter(({ id }) => ids.includes(id)).map(({ name }) => name)

const weekdaysIn = (language: string) => {
  const short = weekdayNames(language, 'short')
  return weekdayNames(language, 'long').map((name, place) => ({ weekday: place + 1, name, short: short[place] ?? name }))
}

/** Days in a row are told by the first and the last. */
function daysInWords(chosen: readonly number[], weekdays: ReturnType<typeof weekdaysIn>): string {
  const runs: number[][] = []
  for (const day of chosen.toSorted((one, other) => one - other)) {
    const run = runs.at(-1)
    if (run?.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  const nameOf = (day: number | undefined) => weekdays.find(({ weekday }) => weekday === day)?.short ?? ''
  return runs.map((run) => (run.length > 2 ? `${nameOf(run[0])}–${nameOf(run.at(-1))}` : run.map(nameOf).join(', '))).join(', ')
}

/** Says rules of access in words. @returns `weekdays`, `window(window)`, `where(draft, choices)`, `whom(draft, choices)`, `entries(draft)` */
export function useRuleWords() {
  const { t } = useI18n()
  const { language } = useLanguage()

  const weekdays = computed(() => weekdaysIn(language.value))

  function window({ weekdays: chosen, from, to, holidays }: AccessWindow): string {
    const hours = from === '00:00' && to === '24:00' ? t('admin.rules.words.allDay') : `${from}–${to}`
    if (holidays === 'ONLY') return `${t('admin.rules.words.holidays')} ${hours}`
    const when = `${chosen.length === 7 ? t('admin.rules.words.everyDay') : daysInWords(chosen, weekdays.value)} ${hours}`
    return holidays === 'CLOSED' ? `${when}, ${t('admin.rules.words.notOnHolidays')}` : when
  }

  function where({ siteId, gateIds, zoneIds }: RuleDraft, { sites }: RuleChoices): string {
    const site = sites.find(({ id }) => id === siteId)
    const at = site ? [site] : sites
    const named = [
      ...namesIn(
        at.flatMap(({ zones }) => zones),
        zoneIds,
      ),
      ...namesIn(
        at.flatMap(({ gates }) => gates.edges.map(({ node }) => node)),
        gateIds,
      ),
    ]
    return [site?.name ?? t('admin.rules.everySite'), named.length > 0 ? named.join(', ') : t('admin.rules.everyGate')].join(' · ')
  }

  const whom = ({ visitorTypeIds, isAssigned }: RuleDraft, { visitorTypes }: RuleChoices): string => {
    const kinds = namesIn(visitorTypes, visitorTypeIds).join(', ')
    if (!isAssigned) return kinds || t('admin.rules.everybody')
    return [t('admin.rules.words.assigned'), kinds].filter(Boolean).join(' · ')
  }

  /** How often one pass may come in; empty for as often as it wants. */
  const entries = ({ effect, entriesLimit, entriesPer }: Pick<RuleDraft, 'effect' | 'entriesLimit' | 'entriesPer'>): string =>
    effect === 'ADMIT' && entriesLimit !== ''
      ? t(`admin.rules.words.entries.${entriesPer}`, { count: entriesLimit }, Number(entriesLimit))
      : ''

  return { weekdays, window, where, whom, entries }
}
