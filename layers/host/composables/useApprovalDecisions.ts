import { decideApprovalDocument, type ApprovalCard } from './approval-documents'

/** Decides about requests. @returns `decide`, which are being decided about, and what was refused of which */
export function useApprovalDecisions() {
  const { t } = useI18n()
  const { run } = useGraphqlMutation(decideApprovalDocument)
  const busy = ref(new Set<string>())
  const problems = ref<Record<string, string>>({})

  /** Decides about one request. @returns whether it counts */
  async function decide(card: ApprovalCard, verdict: 'APPROVED' | 'REFUSED', reason: string | null = null): Promise<boolean> {
    busy.value.add(card.id)
    try {
      const { result } = await run({ input: { approvalRequestId: card.id, turn: card.turn, verdict, reason } })
      if (result.__typename === 'DecideApprovalSuccess') return true
      problems.value[card.id] = ('fields' in result && result.fields[0]?.message) || result.message
    } catch (failure) {
      problems.value[card.id] = failure instanceof Error ? failure.message : t('common.failures.server')
    } finally {
      busy.value.delete(card.id)
    }
    return false
  }
  return { busy, problems, decide }
}
