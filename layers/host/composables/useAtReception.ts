import { approvalActivityDocument, atReceptionDocument } from './approval-documents'

/** How long news is gathered before the queue is asked for again, in milliseconds. */
const gathering = 300

/** Requests about guests at the reception that wait for whoever looks at the page; asked for once it is there, and kept up to date. */
export function useAtReception() {
  const request = useGraphqlRequest()
  const waiting = shallowRef<readonly { id: string }[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(): Promise<void> {
    const answer = await request(atReceptionDocument).catch(() => undefined)
    if (answer) waiting.value = answer.approvalRequests.edges.map(({ node }) => node).filter(({ isWalkIn }) => isWalkIn)
  }
  useLive(approvalActivityDocument, {
    onEvent() {
      clearTimeout(timer)
      timer = setTimeout(() => void look(), gathering)
    },
    onGap: () => void look(),
  })
  onMounted(look)
  onScopeDispose(() => clearTimeout(timer))
  return waiting
}
