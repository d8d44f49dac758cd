import { deliveriesDocument, type ListedDelivery } from './delivery-documents'
import { deliveryCsv } from './delivery-file'
import { saveFile } from '~/composables/save-file'
import { useListQuery } from './useListQuery'

/** Which parcels a desk shows. */
export const deliveryStates = ['WAITING', 'HANDED_OVER'] as const

const [rows, mostPages] = [100, 50]

interface Wanted {
  siteId: string
  status: (typeof deliveryStates)[number] | undefined
}

/** Saves all parcels that a filter finds, the newest first. @returns `save()`, `saving`, `problem` */
function useDeliveryFile(wanted: () => Wanted) {
  const request = useGraphqlRequest()
  const [saving, problem] = [ref(false), ref('')]

  async function findAll(): Promise<ListedDelivery[]> {
    const found: ListedDelivery[] = []
    let before: string | null | undefined
    for (let asked = 0; asked < mostPages; asked++) {
      const { deliveries } = await request(deliveriesDocument, { last: rows, before, filter: wanted() })
      found.unshift(...deliveries.edges.map(({ node }) => node))
      if (!deliveries.pageInfo.hasPreviousPage) break
      before = deliveries.pageInfo.startCursor
    }
    return found.toReversed()
  }

  async function save(): Promise<void> {
    if (saving.value) return
    saving.value = true
    problem.value = ''
    try {
      saveFile('deliveries.csv', deliveryCsv(await findAll()), 'text/csv;charset=utf-8')
    } catch (failure) {
      problem.value = failure instanceof Error ? failure.message : String(failure)
    }
    saving.value = false
  }
  return { save, saving, problem }
}

/**
 * Parcels at a site, the newest first; the filter and the page stand in the address.
 * @returns `deliveries`, `status`, `setFilter`, `pages`, `error`, `refresh`, `save()` (all that the filter finds, as CSV), `saving`, `problem`
 */
export async function useDeliveries(siteId: () => string) {
  const { filter, setFilter, page, pagesOf } = useListQuery(25, 'ascending')
  const status = computed(() => deliveryStates.find((each) => each === filter('status')))
  const wanted = () => ({ siteId: siteId(), status: status.value })
  const query = useGraphqlQuery(deliveriesDocument, () => ({ ...page.value, filter: wanted() }))
  const { data, error, refresh } = query
  const file = useDeliveryFile(wanted)
  const deliveries = computed(() => data.value?.deliveries.edges.map(({ node }) => node).toReversed() ?? [])
  const pages = computed(() => pagesOf(data.value?.deliveries.pageInfo))
  await query
  return { deliveries, status, setFilter, pages, error, refresh, ...file }
}
