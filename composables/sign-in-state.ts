import type { SignInMutation } from '#shared/generated/gql/graphql'

type Field = 'email' | 'password' | 'oneTimeCode'
type Translate = (key: string, count?: number) => string

/** What came back instead of a session. */
export type SignInProblem = Exclude<SignInMutation['signIn'], { __typename: 'SignInSuccess' }>

/** What the page says; it goes from the server to the browser, so no password is in it. */
export interface SignInState {
  email: string
  needsCode: boolean
  problem?: { text: string; tone: 'error' | 'info' } | undefined
  fieldErrors: Partial<Record<Field, string>>
}

/** What a person typed. */
export type TypedSignIn = Record<Field, string>

/** Messages for the fields that were left empty. */
export function emptyFields(typed: TypedSignIn, needsCode: boolean, t: Translate): SignInState['fieldErrors'] {
  return {
    ...(!typed.email.trim() && { email: t('signIn.emailRequired') }),
    ...(!typed.password && { password: t('signIn.passwordRequired') }),
    ...(needsCode && !typed.oneTimeCode.trim() && { oneTimeCode: t('signIn.codeRequired') }),
  }
}

/** What to tell a person whose sign-in was refused. @param hadCode whether a one-time code was sent along */
export function explained(answer: SignInProblem, hadCode: boolean, t: Translate): Partial<SignInState> {
  const error = (text: string) => ({ text, tone: 'error' as const })
  if (answer.__typename === 'TooManyAttempts') return { problem: error(t('signIn.tooManyAttempts', answer.retryAfterSeconds)) }
  if (answer.__typename === 'ValidationFailed') {
    return {
      problem: error(answer.message),
      fieldErrors: Object.fromEntries(answer.fields.map(({ path, message }) => [path.at(-1), message])),
    }
  }
  if (answer.__typename !== 'SecondFactorRequired') return { problem: error(answer.message) }
  // Sent with a code, the same answer says that the code was wrong.
  return { problem: hadCode ? error(answer.message) : { text: t('signIn.secondFactor'), tone: 'info' }, needsCode: true }
}
