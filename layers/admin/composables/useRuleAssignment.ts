import type { AssignedRulesQuery, EditScope } from '#shared/generated/gql/graphql'
import { mutationProblem } from './mutation-problem'
import { assignedRulesDocument, assignPassRulesDocument, assignVisitRulesDocument } from './rule-documents'

const ids = (rows: readonly { id: string }[] = []) => rows.map(({ id }) => id)

/** The rules that can be assigned at the site of a pass, and those that it and its visit have. */
function assignmentIn({ accessRules, node }: AssignedRulesQuery) {
  const pass = node?.__typename === 'VisitPass' ? node : undefined
  const siteId = pass?.appointment?.site.id
  const rules = accessRules.filter(({ isAssigned, site }) => isAssigned && (!site || site.id === siteId))
  return {
    rules,
    ofPass: ids(pass?.accessRules),
    ofVisit: ids(pass?.appointment?.accessRules),
    repeats: Boolean(pass?.appointment?.series),
  }
}

const isSame = (one: readonly string[], other: readonly string[]) => one.toSorted().join() === other.toSorted().join()

/** Writes what is to be otherwise than it was. Each function gives a text when it was refused, an empty one otherwise. */
function useAssigning() {
  const { run: toPass } = useGraphqlMutation(assignPassRulesDocument)
  const { run: toVisit } = useGraphqlMutation(assignVisitRulesDocument)
  return {
    toPass: async (visitPassId: string, accessRuleIds: string[], had: string[]) =>
      isSame(accessRuleIds, had) ? '' : ((await mutationProblem(toPass({ input: { visitPassId, accessRuleIds } }))) ?? ''),
    /** For several visits it is written whatever this one had: the others may have had something else. */
    toVisit: async (appointmentId: string, accessRuleIds: string[], had: string[], scope: EditScope) =>
      scope === 'THIS' && isSame(accessRuleIds, had)
        ? ''
        : ((await mutationProblem(toVisit({ input: { appointmentId, accessRuleIds, scope } }))) ?? ''),
  }
}

/** Which rules a pass and its visit have, as a form chooses them. `save` writes what was chosen otherwise and says whether it is written. */
export function useRuleAssignment() {
  const { t } = useI18n()
  const request = useGraphqlRequest()
  const assign = useAssigning()
  const rules = shallowRef<{ id: string; name: string; note?: string }[]>([])
  const [ofPass, ofVisit] = [ref<string[]>([]), ref<string[]>([])]
  const [repeats, isLoading] = [ref(false), ref(false)]
  const scope = ref<EditScope>('THIS')
  const problem = ref('')
  let passHad: string[] = []
  let visitHad: string[] = []

  async function load(passId: string): Promise<void> {
    problem.value = ''
    rules.value = []
    isLoading.value = true
    try {
      const read = assignmentIn(await request(assignedRulesDocument, { id: passId }))
      ;[repeats.value, scope.value] = [read.repeats, 'THIS']
      ;[passHad, visitHad] = [read.ofPass, read.ofVisit]
      ;[ofPass.value, ofVisit.value] = [[...passHad], [...visitHad]]
      rules.value = read.rules.map(({ id, name, effect }) => ({
        id,
        name,
        ...(effect === 'REFUSE' && { note: t('admin.passes.rulesRefuse') }),
      }))
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error)
    } finally {
      isLoading.value = false
    }
  }

  async function save({ id, appointment }: { id: string; appointment: { id: string } | null }): Promise<boolean> {
    problem.value = await assign.toPass(id, ofPass.value, passHad)
    if (problem.value) return false
    passHad = [...ofPass.value]
    problem.value = await assign.toVisit(appointment?.id ?? '', ofVisit.value, visitHad, scope.value)
    return problem.value === ''
  }

  return { rules, ofPass, ofVisit, repeats, scope, isLoading, problem, load, save }
}
