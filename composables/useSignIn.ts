import { graphql } from '#shared/generated/gql'
import type { SignInMutation } from '#shared/generated/gql/graphql'
import { readPostedSignIn, sendPostedSignIn } from './posted-sign-in'

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
type Field = 'email' | 'password' | 'oneTimeCode'

/** What the page says; it goes from the server to the browser, so no password is in it. */
interface SignInState {
  email: string
  needsCode: boolean
  problem?: { text: string, tone: 'error' | 'info' }
  fieldErrors: Partial<Record<Field, string>>
}

/**
 * The sign-in form: its state and what sending it does, by script or by a plain post.
 * @returns `state`, `password`, `oneTimeCode`, `pending`, `submit()`, and `receivePost()` for the server
 */
export function useSignIn() {
  const state = useState<SignInState>('sign-in', () => ({ email: '', needsCode: false, fieldErrors: {} }))
  const password = ref('')
  const oneTimeCode = ref('')
  const { run } = useGraphqlMutation(document)
  const pending = ref(false)
  const { load, home } = useViewer()
  const { t, locale } = useI18n()
  const { query } = useRoute()
  const event = useRequestEvent()
  const nuxtApp = useNuxtApp()

  function findEmpty(typed: Record<Field, string>): boolean {
    state.value.fieldErrors = {
      ...(!typed.email.trim() && { email: t('signIn.emailRequired') }),
      ...(!typed.password && { password: t('signIn.passwordRequired') }),
      ...(state.value.needsCode && !typed.oneTimeCode.trim() && { oneTimeCode: t('signIn.codeRequired') }),
    }
    return Object.keys(state.value.fieldErrors).length > 0
  }

  function explain(answer: Problem, hadCode: boolean) {
    const error = (text: string) => ({ text, tone: 'error' as const })
    if (answer.__typename === 'SecondFactorRequired') {
      // Sent with a code, the same answer says that the code was wrong.
      state.value.problem = hadCode ? error(answer.message) : { text: t('signIn.secondFactor'), tone: 'info' }
      state.value.needsCode = true
    } else if (answer.__typename === 'TooManyAttempts') {
      state.value.problem = error(t('signIn.tooManyAttempts', answer.retryAfterSeconds))
    } else {
      state.value.problem = error(answer.message)
      if (answer.__typename === 'ValidationFailed') state.value.fieldErrors = Object.fromEntries(answer.fields.map(({ path, message }) => [path.at(-1), message]))
    }
  }

  async function submit(): Promise<void> {
    state.value.problem = undefined
    const typed = { email: state.value.email, password: password.value, oneTimeCode: oneTimeCode.value }
    if (pending.value || findEmpty(typed)) return
    pending.value = true
    try {
      const { signIn } = await run({ input: { email: typed.email.trim(), password: typed.password, oneTimeCode: typed.oneTimeCode.trim() || null } })
      if (signIn.__typename !== 'SignInSuccess') return explain(signIn, !!typed.oneTimeCode)
      await load(true)
      await navigateTo(safeNextPath(query.next) ?? home.value)
    } catch (error) {
      state.value.problem = { text: error instanceof Error ? error.message : String(error), tone: 'error' }
    } finally {
      pending.value = false
    }
  }

  /** Handles the form of a browser without JavaScript; on the server, before the page is rendered. */
  async function receivePost(): Promise<void> {
    const posted = event && (await readPostedSignIn(event))
    if (!event || !posted) return
    state.value.email = posted.email
    if (findEmpty({ ...posted, oneTimeCode: posted.oneTimeCode ?? '' })) return
    const answer = await sendPostedSignIn(event, document.toString(), posted, locale.value)
    if (!answer) state.value.problem = { text: t('common.failures.server'), tone: 'error' }
    else if (answer.__typename !== 'SignInSuccess') explain(answer, !!posted.oneTimeCode)
    else await nuxtApp.runWithContext(() => navigateTo(safeNextPath(query.next) ?? '/sign-in', { redirectCode: 303 }))
  }

  return { state, password, oneTimeCode, pending, submit, receivePost }
}
