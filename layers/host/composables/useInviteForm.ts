import type { Ref } from 'vue'
import type { InviteGuestInput } from '#shared/generated/gql/graphql'
import type { Visit } from './host-documents'
import { inviteDocument } from './change-documents'
import { problemsOfServer, type FieldProblem, type FieldProblems } from '~/composables/field-problems'
import { isTyped, type InviteDraft } from './invite-draft'

interface Options {
  /** What kind of visitors they are, and what is wrong with what is answered about them. */
  kind: () => Promise<{ input: Partial<InviteGuestInput>; problems: FieldProblems }>
  /** The IANA zone in which the times are typed. */
  timeZone: () => string
  needsHost: () => boolean
  onInvited: (visit: Visit) => void
}

/** Checks what is typed with the schema of the API, which comes when somebody begins to type. */
function useInviteCheck({ kind, timeZone, needsHost }: Options, refusal: Ref<string | undefined>) {
  const { bring, ahead } = useLateCode(refusal)
  const parserOf = () => import('./invite-check')
  ahead(parserOf)
  const idempotencyKey = newKey()

  /** @returns what is sent, or what is wrong; null when it could not be checked */
  return async function check(draft: InviteDraft): Promise<{ input?: InviteGuestInput; problems: FieldProblems } | null> {
    const brought = await bring(() => Promise.all([parserOf(), kind()]))
    if (!brought) return null
    const [parser, about] = brought
    const parsed = parser.parseDraft(draft, { timeZone: timeZone(), idempotencyKey, needsHost: needsHost(), now: Date.now() })
    const problems = { ...parsed.problems, ...about.problems }
    return parsed.input && Object.keys(problems).length === 0 ? { input: { ...parsed.input, ...about.input }, problems } : { problems }
  }
}

/**
 * The state of the invitation form. Its idempotency key is made once, so that a second click or a repeat after a
 * lost answer books one visit.
 * @param beginning what it holds at first
 * @returns `draft`, `errorOf(path)`, `problem` (what is wrong with all of it), `pending`, `isChanged`, `submit()`
 */
export function useInviteForm(beginning: InviteDraft, options: Options) {
  const draft = reactive({ ...beginning, coHostIds: [...beginning.coHostIds] })
  const problems = ref<FieldProblems>({})
  const problem = ref<string>()
  const check = useInviteCheck(options, problem)
  const { run } = useGraphqlMutation(inviteDocument)
  const pending = ref(false)
  const { t } = useI18n()

  const written = (found: FieldProblem) => ('text' in found ? found.text : t(found.key, found.values))

  function errorOf(path: string): string | undefined {
    const found = problems.value[path]
    return found && written(found)
  }

  async function send(input: InviteGuestInput): Promise<boolean> {
    try {
      const { inviteGuest: answer } = await run({ input })
      if (answer.__typename === 'InviteGuestSuccess') {
        options.onInvited(answer.appointment)
        return true
      }
      if (answer.__typename === 'ValidationFailed') problems.value = problemsOfServer(answer.fields)
      problem.value = answer.__typename === 'IdempotencyKeyReused' ? t('host.form.bookedBefore') : answer.message
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error)
    }
    return false
  }

  /** @returns whether the visit is booked */
  async function submit(): Promise<boolean> {
    if (pending.value) return false
    pending.value = true
    problem.value = undefined
    const checked = await check(draft)
    if (checked) problems.value = checked.problems
    const isBooked = !!checked?.input && (await send(checked.input))
    pending.value = false
    return isBooked
  }

  return { draft, errorOf, problems, problem, pending, isChanged: computed(() => isTyped(draft, beginning)), submit }
}
