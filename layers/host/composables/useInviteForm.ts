import type { InviteGuestInput } from '#shared/generated/gql/graphql'
import type { Visit } from './host-documents'
import { inviteDocument } from './change-documents'
import { problemsOfServer, type FieldProblem, type FieldProblems } from './field-problems'
import { isTyped, parseDraft, type InviteDraft } from './invite-draft'

interface Options {
  /** What kind of visitors they are, and what is wrong with what is answered about them. */
  kind: () => { input: Partial<InviteGuestInput>; problems: FieldProblems }
  /** The IANA zone in which the times are typed. */
  timeZone: () => string
  needsHost: () => boolean
  onInvited: (visit: Visit) => void
}

/** A key that no other form has; works without a secure connection too. */
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * The state of the invitation form. Its idempotency key is made once, so that a second click or a repeat after a
 * lost answer books one visit.
 * @param beginning what it holds at first
 * @returns `draft`, `errorOf(path)`, `problem` (what is wrong with all of it), `pending`, `isChanged`, `submit()`
 */
export function useInviteForm(beginning: InviteDraft, { kind, timeZone, needsHost, onInvited }: Options) {
  const draft = reactive({ ...beginning, coHostIds: [...beginning.coHostIds] })
  const problems = ref<FieldProblems>({})
  const problem = ref<string>()
  const idempotencyKey = newKey()
  const { run, pending } = useGraphqlMutation(inviteDocument)
  const { t } = useI18n()

  const written = (found: FieldProblem) => ('text' in found ? found.text : t(found.key, found.values))

  function errorOf(path: string): string | undefined {
    const found = problems.value[path]
    return found && written(found)
  }

  /** @returns whether the visit is booked */
  async function submit(): Promise<boolean> {
    if (pending.value) return false
    problem.value = undefined
    const parsed = parseDraft(draft, { timeZone: timeZone(), idempotencyKey, needsHost: needsHost(), now: Date.now() })
    const { input: about, problems: unanswered } = kind()
    problems.value = { ...parsed.problems, ...unanswered }
    if (!parsed.input || Object.keys(problems.value).length > 0) return false
    try {
      const { inviteGuest: answer } = await run({ input: { ...parsed.input, ...about } })
      if (answer.__typename === 'InviteGuestSuccess') {
        onInvited(answer.appointment)
        return true
      }
      if (answer.__typename === 'ValidationFailed') problems.value = problemsOfServer(answer.fields)
      problem.value = answer.__typename === 'IdempotencyKeyReused' ? t('host.form.bookedBefore') : answer.message
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error)
    }
    return false
  }

  return { draft, errorOf, problems, problem, pending, isChanged: computed(() => isTyped(draft, beginning)), submit }
}
