import type { H3Event } from 'h3'
import type { SignInMutationVariables } from '#shared/generated/gql/graphql'

/** A sign-in form as a browser without JavaScript sends it. */
export type PostedSignIn = SignInMutationVariables['input']

/**
 * Reads the posted form. Forms of other sites are not read: they could sign a person in as somebody else.
 * @returns undefined when this is no post of our own form
 */
export async function readPostedSignIn(event: H3Event): Promise<PostedSignIn | undefined> {
  const { getRequestHeader, getRequestHost, readBody } = await import('h3')
  if (event.method !== 'POST') return undefined
  const origin = getRequestHeader(event, 'origin')
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== getRequestHost(event, { xForwardedHost: true })) return undefined
  const form: unknown = await readBody(event).catch(() => undefined)
  if (!form || typeof form !== 'object') return undefined
  const text = (name: string) => String(Object.entries(form).find(([key]) => key === name)?.[1] ?? '')
  return { email: text('email').trim(), password: text('password'), oneTimeCode: text('oneTimeCode').trim() || null }
}
