/** What narrows the audit log, read from the address as the API wants it. Days are those of UTC, as in the exported file. */
export function useAuditFilter(filter: (name: string) => string | undefined) {
  const day = (name: string) => {
    const text = filter(name) ?? ''
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  }
  const instant = (millis: number) => (Number.isNaN(millis) ? undefined : new Date(millis).toISOString())
  const variables = computed(() => ({
    action: filter('action'),
    filter: {
      entityId: filter('entity'),
      search: filter('search'),
      from: instant(day('from')),
      to: instant(day('to') + 86_400_000),
    },
  }))
  const isFiltered = computed(() => ['action', 'entity', 'search', 'from', 'to'].some((name) => filter(name)))
  return { variables, isFiltered }
}
