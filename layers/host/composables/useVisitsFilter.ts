import type { MaybeRefOrGetter } from 'vue'
import type { AppointmentFilter, AppointmentOrder, AppointmentStatus } from '#shared/generated/gql/graphql'
import { useQueryState } from './useQueryState'
import { addDays, instantAt, isDay, wallClockAt } from '#shared/wall-clock'

/** Which visits by time. */
export const periods = ['upcoming', 'today', 'past', 'all', 'range'] as const

/** Which visits by time. */
export type Period = (typeof periods)[number]

/** States of a visit that the list can be narrowed to. */
export const statuses: readonly AppointmentStatus[] = ['SCHEDULED', 'PENDING_APPROVAL', 'COMPLETED', 'CANCELED']

const pageSize = 25

/**
 * The filter of the list of visits, kept in the address.
 * @param zone of the wall clock that says what today is
 * @returns what is chosen, `variables` of the query and `set(changes)`, which goes back to the first page
 */
export function useVisitsFilter(zone: MaybeRefOrGetter<string>, now: MaybeRefOrGetter<number>) {
  const { text, at, go } = useQueryState()
  const period = computed<Period>(() => periods.find((name) => name === text('period')) ?? 'upcoming')
  const status = computed(() => statuses.find((name) => name === text('status')))
  const from = computed(() => (isDay(text('from')) ? text('from') : undefined))
  const to = computed(() => (isDay(text('to')) ? text('to') : undefined))
  const today = computed(() => wallClockAt(toValue(now), toValue(zone)).day)
  const midnight = (day: string) => instantAt({ day, time: '00:00' }, toValue(zone)).toISOString()

  const span = computed<Pick<AppointmentFilter, 'from' | 'to'>>(() => {
    switch (period.value) {
      case 'today':
        return { from: midnight(today.value), to: midnight(addDays(today.value, 1)) }
      case 'past':
        return { from: midnight(addDays(today.value, -30)), to: midnight(addDays(today.value, 1)) }
      case 'range':
        return { ...(from.value && { from: midnight(from.value) }), ...(to.value && { to: midnight(addDays(to.value, 1)) }) }
      case 'all':
        return {}
      default:
        return { from: midnight(today.value) }
    }
  })
  const orderBy = computed<AppointmentOrder>(() => (period.value === 'past' || period.value === 'all' ? 'STARTS_AT_DESC' : 'STARTS_AT_ASC'))
  const variables = computed(() => ({
    filter: { ...span.value, siteId: text('site'), hostId: text('host'), ...(status.value && { status: [status.value] }) },
    orderBy: orderBy.value,
    ...(text('before') ? { last: pageSize, before: text('before') } : { first: pageSize, after: text('after') }),
  }))

  const firstPage = { after: undefined, before: undefined }
  const set = (changes: Record<string, string | undefined>) => go({ ...changes, ...firstPage }, 'replace')
  const isNarrowed = computed(() => period.value !== 'upcoming' || !!status.value || !!text('site') || !!text('host'))
  const cleared = computed(() =>
    at({ period: undefined, status: undefined, site: undefined, host: undefined, from: undefined, to: undefined, ...firstPage }),
  )

  return { period, status, from, to, today, variables, isNarrowed, cleared, set, text, at, go }
}
