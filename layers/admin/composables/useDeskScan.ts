import type { DeskVerdictFragment, ScanRequirement } from '#shared/generated/gql/graphql'
import { checkInAtDeskDocument, checkOutAtDeskDocument, type DeskArrival } from './desk-documents'

/** A guest who is being let in, and what somebody has to see to first. */
export interface DeskQuestion {
  arrival: DeskArrival
  nonce: string
  missing: readonly ScanRequirement[]
}

/** What whoever registered a guest without an invitation has seen to already. */
const seenBefore = ({ walkIn }: DeskArrival): ScanRequirement[] => (walkIn?.documentSeen ? ['CONFIRM_IDENTITY', 'DOCUMENT'] : [])

/** What came of one scan, for the page. */
function useVerdict() {
  const { t } = useI18n()
  const question = shallowRef<DeskQuestion>()
  const [problem, said] = [ref(''), ref('')]

  function take(verdict: DeskVerdictFragment, word: 'admitted' | 'left', arrival: DeskArrival, nonce: string): void {
    question.value = undefined
    const name = arrival.visitPass.visitor.name
    if (verdict.__typename === 'ScanIncomplete') question.value = { arrival, nonce, missing: verdict.missing }
    else if (verdict.__typename === 'ScanAdmitted') said.value = [t(`admin.desk.${word}`, { name }), ...verdict.notices].join(' ')
    else if (verdict.__typename === 'ScanDenied') problem.value = t('admin.desk.denied', { name, why: verdict.denial })
    else problem.value = ('fields' in verdict && verdict.fields[0]?.message) || verdict.message
  }
  return { question, problem, said, take }
}

/**
 * Lets guests in and sees them out at the desk, one at a time.
 * @param done is called after anything was recorded
 * @returns `checkIn(arrival)`, `checkOut(arrival)`, `question` (what has to be seen to first), `confirm()`, `giveUp()`, `problem`, `said`, `busy` (the pass)
 */
export function useDeskScan(gateId: () => string | undefined, done: () => unknown) {
  const entering = useGraphqlMutation(checkInAtDeskDocument)
  const leaving = useGraphqlMutation(checkOutAtDeskDocument)
  const { question, problem, said, take } = useVerdict()
  const busy = ref('')

  async function act(arrival: DeskArrival, word: 'admitted' | 'left', nonce: string, fulfilled: ScanRequirement[]): Promise<void> {
    const gate = gateId()
    if (!gate || busy.value) return
    problem.value = said.value = ''
    busy.value = arrival.visitPass.id
    const { run } = word === 'admitted' ? entering : leaving
    try {
      const { result } = await run({ input: { visitPassId: arrival.visitPass.id, gateId: gate, nonce, fulfilled } })
      take(result as DeskVerdictFragment, word, arrival, nonce)
    } catch (failure) {
      problem.value = failure instanceof Error ? failure.message : String(failure)
    }
    busy.value = ''
    await done()
  }

  async function confirm(): Promise<void> {
    const open = question.value
    if (open) await act(open.arrival, 'admitted', open.nonce, [...new Set([...seenBefore(open.arrival), ...open.missing])])
  }
  return {
    question,
    problem,
    said,
    busy,
    checkIn: (arrival: DeskArrival) => act(arrival, 'admitted', newKey(), seenBefore(arrival)),
    checkOut: (arrival: DeskArrival) => act(arrival, 'left', newKey(), []),
    confirm,
    giveUp: () => (question.value = undefined),
  }
}
