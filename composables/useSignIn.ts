import type { Ref } from 'vue'
import { graphql } from '#shared/generated/gql'
import type { SignInMutation } from '#shared/generated/gql/graphql'
import { readPostedSignIn, type PostedSignIn } from './posted-sign-in'
import { emptyFields, explained, type SignInState, type TypedSignIn } from './sign-in-state'

const document = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on UserError {
        message
      }
      ... on TooManyAttempts {
        retryAfterSeconds
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

const problemOf = (error: unknown): SignInState['problem'] => ({
  text: error instanceof Error ? error.message : String(error),
  tone: 'error',
})

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
  const { t } = useI18n()
  const { query } = useRoute()
  const receivePost = usePostedSignIn(state, findEmpty, async (input) => (await run({ input })).signIn)

  function findEmpty(typed: TypedSignIn): boolean {
    state.value.fieldErrors = emptyFields(typed, state.value.needsCode, t)
    return Object.keys(state.value.fieldErrors).length > 0
  }

  async function submit(): Promise<void> {
    state.value.problem = undefined
    const typed = { email: state.value.email, password: password.value, oneTimeCode: oneTimeCode.value }
    if (pending.value || findEmpty(typed)) return
    pending.value = true
    try {
      const { signIn } = await run({
        input: { email: typed.email.trim(), password: typed.password, oneTimeCode: typed.oneTimeCode.trim() || null },
      })
      if (signIn.__typename !== 'SignInSuccess') return void Object.assign(state.value, explained(signIn, !!typed.oneTimeCode, t))
      await load(true)
      await navigateTo(safeNextPath(query.next) ?? home.value)
    } catch (error) {
      state.value.problem = problemOf(error)
    } finally {
      pending.value = false
    }
  }

  return { state, password, oneTimeCode, pending, submit, receivePost }
}

/** Handles the form of a browser without JavaScript; on the server, before the page is rendered. */
function usePostedSignIn(
  state: Ref<SignInState>,
  findEmpty: (typed: TypedSignIn) => boolean,
  send: (posted: PostedSignIn) => Promise<SignInMutation['signIn']>,
) {
  const event = useRequestEvent()
  const nuxtApp = useNuxtApp()
  const { t } = useI18n()
  const { query } = useRoute()
  return async (): Promise<void> => {
    const posted = event && (await readPostedSignIn(event))
    if (!event || !posted) return
    state.value.email = posted.email
    if (findEmpty({ ...posted, oneTimeCode: posted.oneTimeCode ?? '' })) return
    const answer = await send(posted).catch((error: unknown) => void (state.value.problem = problemOf(error)))
    if (!answer) return
    if (answer.__typename !== 'SignInSuccess') Object.assign(state.value, explained(answer, !!posted.oneTimeCode, t))
    else await nuxtApp.runWithContext(() => navigateTo(safeNextPath(query.next) ?? '/sign-in', { redirectCode: 303 }))
  }
}
