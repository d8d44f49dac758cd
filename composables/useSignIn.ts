import { graphql } from '#shared/generated/gql'
import type { SignInMutation } from '#shared/generated/gql/graphql'

const document = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on UserError { message }
      ... on TooManyAttempts { retryAfterSeconds }
      ... on ValidationFailed { fields { path message } }
    }
  }
`)

type Problem = Exclude<SignInMutation['signIn'], { __typename: 'SignInSuccess' }>

/**
 * The state of the sign-in form and what sending it does.
 * @returns `input` (what is typed), `needsCode`, `problem` (what to say), `fieldErrors` (by field), `pending`, `submit()`
 */
export function useSignIn() {
  const input = reactive({ email: '', password: '', oneTimeCode: '' })
  const needsCode = ref(false)
  const problem = ref<{ text: string, tone: 'error' | 'info' }>()
  const fieldErrors = ref<Partial<Record<keyof typeof input, string>>>({})
  const { run, pending } = useGraphqlMutation(document)
  const { load, home } = useViewer()
  const { t } = useI18n()
  const route = useRoute()

  function findEmpty() {
    fieldErrors.value = {
      ...(!input.email.trim() && { email: t('signIn.emailRequired') }),
      ...(!input.password && { password: t('signIn.passwordRequired') }),
      ...(needsCode.value && !input.oneTimeCode.trim() && { oneTimeCode: t('signIn.codeRequired') }),
    }
    return Object.keys(fieldErrors.value).length > 0
  }

  function explain(answer: Problem) {
    switch (answer.__typename) {
      case 'SecondFactorRequired':
        // Sent with a code, the same answer says that the code was wrong.
        problem.value = needsCode.value ? { text: answer.message, tone: 'error' } : { text: t('signIn.secondFactor'), tone: 'info' }
        needsCode.value = true
        break
      case 'TooManyAttempts':
        problem.value = { text: t('signIn.tooManyAttempts', answer.retryAfterSeconds), tone: 'error' }
        break
      case 'ValidationFailed':
        problem.value = { text: answer.message, tone: 'error' }
        fieldErrors.value = Object.fromEntries(answer.fields.map(({ path, message }) => [path.at(-1), message]))
        break
      default:
        problem.value = { text: answer.message, tone: 'error' }
    }
  }

  async function submit(): Promise<void> {
    problem.value = undefined
    if (pending.value || findEmpty()) return
    try {
      const { signIn } = await run({ input: { email: input.email.trim(), password: input.password, oneTimeCode: input.oneTimeCode.trim() || null } })
      if (signIn.__typename !== 'SignInSuccess') return explain(signIn)
      await load(true)
      await navigateTo(safeNextPath(route.query.next) ?? home.value)
    } catch (error) {
      problem.value = { text: error instanceof Error ? error.message : String(error), tone: 'error' }
    }
  }

  return { input, needsCode, problem, fieldErrors, pending, submit }
}
