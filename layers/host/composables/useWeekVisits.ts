import type { MaybeRefOrGetter } from 'vue'
import type { HostCalendarQueryVariables } from '#shared/generated/gql/graphql'
import { calendarDocument } from './host-documents'

/** Every visit of some days, as far as a calendar can show them: `visits`, `isCut`, `pending`, `error`, `refresh`. */
export async function useWeekVisits(days: MaybeRefOrGetter<HostCalendarQueryVariables>) {
  const { data, error, pending, refresh } = await useGraphqlQuery(calendarDocument, () => toValue(days), { key: 'host-week' })
  return {
    visits: computed(() => data.value?.calendar.visits ?? []),
    isCut: computed(() => data.value?.calendar.isCut ?? false),
    pending,
    error,
    refresh,
  }
}
