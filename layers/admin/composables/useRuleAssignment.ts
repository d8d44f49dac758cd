import { mutationProblem } from './mutation-problem'
import { assignedRulesDocument, assignPassRulesDocument, assignVisitRulesDocument } from './rule-documents'

const ids = (rows: readonly { id: string }[] = []) => rows.map(({ id }) => id)
const isSame = (one: readonly string[], other: readonly string[]) => one.toSorted().join() === other.toSorted().join()

/** Which rules a pass and its visit have, as a form chooses them. `save` writes what was chosen otherwise and says whether it is written. */
export function useRuleAssignment() {
  const { t } = useI18n()
  const request = useGraphqlRequest()
  const { run: assignToPass } = useGraphqlMutation(assignPassRulesDocument)
  const { run: assignToVisit } = useGraphqlMutation(assignVisitRulesDocument)
  const rules = shallowRef<{ id: string; name: string; note?: string }[]>([])
  const [ofPass, ofVisit] = [ref<string[]>([]), ref<string[]>([])]
  const isLoading = ref(false)
  const problem = ref('')
  let passHad: string[] = []
  let visitHad: string[] = []

  async function load(passId: string): Promise<void> {
    problem.value = ''
    rules.value = []
    isLoading.value = true
    try {
      const { accessRules, node } = await request(assignedRulesDocument, { id: passId })
      const pass = node?.__typename === 'VisitPass' ? node : null
      const isHere = (siteId: string | undefined) => siteId === undefined || siteId === pass?.appointment?.site.id
      rules.value = accessRules
        .filter(({ isAssigned, site }) => isAssigned && isHere(site?.id))
        .map(({ id, name, effect }) => ({ id, name, ...(effect === 'REFUSE' && { note: t('admin.rules.effects.REFUSE') }) }))
      passHad = ids(pass?.accessRules)
      visitHad = ids(pass?.appointment?.accessRules)
      ofPass.value = [...passHad]
      ofVisit.value = [...visitHad]
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error)
    } finally {
      isLoading.value = false
    }
  }

  async function save({ id, appointment }: { id: string; appointment: { id: string } | null }): Promise<boolean> {
    problem.value = ''
    if (!isSame(ofPass.value, passHad)) {
      problem.value = (await mutationProblem(assignToPass({ input: { visitPassId: id, accessRuleIds: ofPass.value } }))) ?? ''
      if (problem.value) return false
      passHad = [...ofPass.value]
    }
    if (appointment && !isSame(ofVisit.value, visitHad))
      problem.value =
        (await mutationProblem(assignToVisit({ input: { appointmentId: appointment.id, accessRuleIds: ofVisit.value } }))) ?? ''
    return problem.value === ''
  }

  return { rules, ofPass, ofVisit, isLoading, problem, load, save }
}
