import { problemsOfServer, type FieldProblems } from '~/composables/field-problems'
import type { RegisterWalkInInput } from '#shared/generated/gql/graphql'
import { registerWalkInDocument } from './desk-documents'
import type { WalkInDraft } from './walk-in-check'

/** Nothing typed yet. */
const blank = (): WalkInDraft => ({ name: '', company: '', email: '', phone: '', hostId: '', purpose: '', hours: 2, documentSeen: false })

/** Sends a walk-in, and keeps what was said against it. */
function useSending() {
  const { t } = useI18n()
  const problems = ref<FieldProblems>({})
  const problem = ref<string>()
  const { run } = useGraphqlMutation(registerWalkInDocument)

  async function send(input: RegisterWalkInInput): Promise<boolean> {
    try {
      const { result } = await run({ input })
      if (result.__typename === 'RegisterWalkInSuccess') return true
      if (result.__typename === 'ValidationFailed') problems.value = problemsOfServer(result.fields)
      problem.value = result.message
    } catch (failure) {
      problem.value = failure instanceof Error ? failure.message : String(failure)
    }
    return false
  }

  function errorOf(path: string): string | undefined {
    const found = problems.value[path]
    return found && ('text' in found ? found.text : t(found.key, found.values))
  }
  return { problems, problem, send, errorOf }
}

/**
 * The form in which a desk registers somebody who was not invited. Its key is made once, so that a second click registers one visit.
 * @returns `draft`, `kind` (of visitor), `errorOf(path)`, `problem` (what is wrong with all of it), `pending`, `submit()`, which says whether it is done
 */
export function useWalkInForm(siteId: () => string) {
  const kind = useVisitorKind()
  const draft = reactive(blank())
  const { problems, problem, send, errorOf } = useSending()
  const pending = ref(false)
  const { bring, ahead } = useLateCode(problem)
  const parserOf = () => import('./walk-in-check')
  ahead(parserOf, 'input')
  const idempotencyKey = newKey()

  async function submit(): Promise<boolean> {
    if (pending.value) return false
    pending.value = true
    problem.value = undefined
    const brought = await bring(() => Promise.all([parserOf(), kind.read()]))
    const parsed = brought?.[0].parseWalkIn(draft, { siteId: siteId(), idempotencyKey })
    problems.value = { ...parsed?.problems, ...brought?.[1].problems }
    const isRight = parsed?.input !== undefined && Object.keys(problems.value).length === 0
    const isDone = isRight && (await send({ ...parsed.input, ...brought?.[1].input }))
    pending.value = false
    return isDone
  }
  return { draft, kind, errorOf, problem, pending, submit }
}
