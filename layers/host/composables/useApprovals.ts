import { approvalActivityDocument, approvalQueueDocument, approvalRequestDocument, type ApprovalCard } from './approval-documents'

/** The lists of the queue, as the address names them. */
export const approvalTabs = ['mine', 'decided', 'all'] as const

/** How long news is gathered before the list is asked for again, in milliseconds. */
const gathering = 300

/** Which requests are shown, by the address. */
function useApprovalAddress() {
  const route = useRoute()
  const text = (name: string) => (typeof route.query[name] === 'string' ? route.query[name] : undefined)
  const tab = computed(() => approvalTabs.find((name) => name === text('tab')) ?? 'mine')
  const variables = computed(() => {
    if (tab.value === 'mine') return { first: 50, after: text('after'), filter: { awaitsMe: true } }
    return { last: 20, before: text('before'), filter: tab.value === 'decided' ? { decidedByMe: true } : {} }
  })
  return { tab, variables, openId: computed(() => text('request')) }
}

/**
 * The queue of requests, kept up to date: which are shown stands in the address.
 * @returns the cards, how to turn pages, and whether news comes
 */
export async function useApprovals() {
  const { tab, variables, openId } = useApprovalAddress()
  const request = useGraphqlRequest()
  let timer: ReturnType<typeof setTimeout> | undefined
  const { status } = useLive(approvalActivityDocument, {
    onEvent() {
      clearTimeout(timer)
      timer = setTimeout(() => void refresh(), gathering)
    },
    onGap: () => void refresh(),
  })
  onScopeDispose(() => clearTimeout(timer))
  const single = shallowRef<ApprovalCard>()
  const query = useGraphqlQuery(approvalQueueDocument, variables)
  const { data, error, refresh: reload } = query
  const listed = computed(() => {
    const nodes = data.value?.approvalRequests.edges.map(({ node }) => node) ?? []
    return tab.value === 'mine' ? nodes : nodes.toReversed()
  })
  /** A request that a mail leads to may stand on no page of the list any more. */
  async function look(): Promise<void> {
    const id = openId.value
    const { node } = id && !listed.value.some((card) => card.id === id) ? await request(approvalRequestDocument, { id }) : { node: null }
    single.value = node?.__typename === 'ApprovalRequest' ? node : undefined
  }
  async function refresh() {
    await reload()
    await look()
  }
  watch([openId, listed], look)
  const cards = computed(() => (single.value ? [single.value, ...listed.value] : listed.value))
  const pageInfo = computed(() => data.value?.approvalRequests.pageInfo)
  await query
  await look()
  return { tab, openId, cards, error, pageInfo, refresh, status }
}
