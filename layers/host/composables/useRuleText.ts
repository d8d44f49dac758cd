import { parseRule, type RuleDay } from '#shared/recurrence'

/**
 * Words for a rule by which visits repeat, in the language of the page.
 * @returns a function from an RRULE to its words; a rule that has none is shown as it is
 */
export function useRuleText(): (rule: string) => string {
  const { language } = useLanguage()
  const { t } = useI18n()

  const dayName = ({ ordinal, day }: RuleDay): string => {
    const place = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'].indexOf(day)
    const name = weekdayNames(language.value, 'long')[place] ?? day
    return ordinal === null ? name : t('host.rule.ordinal', { ordinal: ordinal < 0 ? t('host.rule.last') : ordinal, day: name })
  }

  return (text) => {
    const rule = parseRule(text, { timeZone: 'UTC', startTime: '00:00' })
    if (typeof rule === 'string' || rule.bySetPos.length > 0 || rule.byMonth.length > 0) return text
    const list = new Intl.ListFormat(language.value)
    const days = [...rule.byDay.map(dayName), ...rule.byMonthDay.map((day) => t('host.rule.monthDay', { day }))]
    const often = t(`host.rule.${rule.frequency}`, { count: rule.interval }, rule.interval)
    const until = rule.until && new Intl.DateTimeFormat(language.value, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(rule.until))
    return [
      often,
      ...(days.length > 0 ? [list.format(days)] : []),
      ...(rule.count ? [t('host.rule.count', { count: rule.count }, rule.count)] : []),
      ...(until ? [t('host.rule.until', { until })] : []),
    ].join(', ')
  }
}
