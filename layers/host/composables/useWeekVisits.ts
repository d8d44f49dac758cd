import type { MaybeRefOrGetter } from 'vue'
import type { AppointmentFilter } from '#shared/generated/gql/graphql'
import type { FailureData } from '~/composables/graphql-request'
import { visitsDocument, type Visit } from './host-documents'

const mostPages = 6

interface Loaded {
  visits: Visit[]
  /** More visits exist than a calendar can show. */
  isCut: boolean
}

/** Every visit within a filter, up to 600 of them: `visits`, `isCut`, `pending`, `error`, `refresh`. */
export async function useWeekVisits(filter: MaybeRefOrGetter<AppointmentFilter>) {
  const request = useGraphqlRequest()
  const written = () => JSON.stringify(toValue(filter))

  async function load(signal: AbortSignal): Promise<Loaded> {
    const visits: Visit[] = []
    let after: string | null | undefined
    for (let page = 0; page < mostPages; page++) {
      const { appointments } = await request(visitsDocument, { filter: toValue(filter), first: 100, after }, signal)
      visits.push(...appointments.edges.map(({ node }) => node))
      if (!appointments.pageInfo.hasNextPage) return { visits, isCut: false }
      after = appointments.pageInfo.endCursor
    }
    return { visits, isCut: true }
  }

  const { data, error, pending, refresh } = await useAsyncData<Loaded, FailureData>('host-week', (_, { signal }) => load(signal), {
    deep: false,
    watch: [written],
  })
  return { visits: computed(() => data.value?.visits ?? []), isCut: computed(() => data.value?.isCut ?? false), pending, error, refresh }
}
