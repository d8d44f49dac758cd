import type { Page } from '@playwright/test'
import { builtInRoles } from '../../server/core/permissions'
import { encodeGlobalId } from '../../server/graphql/global-id'
import { signIn } from './fixtures'
import { mailed } from './mail'

/** Path and fragment of the one-time link that was mailed to an address; `known` are those that it must not be. */
export const mailedLink = (email: string, known: readonly string[] = []): Promise<string> =>
  mailed(email, /\/set-password#gcl_[\w-]{43}/, known)

const invite = 'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { __typename } }'
const setPassword = 'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { __typename } }'

/** Invites an operator of the demo, or somebody of another role, who has just set a password, and signs them in: what they change is nobody else's. */
export async function newPerson(
  page: Page,
  { role = 'Operator', name = 'Nina New' }: { role?: 'Operator' | 'Host'; name?: string } = {},
): Promise<{ email: string; password: string }> {
  const [email, password] = [`${crypto.randomUUID()}@people.example`, 'a password of the tests']
  const ask = (query: string, input: object) => page.request.post('/graphql', { data: { query, variables: { input } } })
  await signIn(page, 'orgAdmin')
  await ask(invite, { email, name, locale: 'EN', roleIds: [encodeGlobalId('Role', builtInRoles[role].id)] })
  const [, token] = (await mailedLink(email)).split('#')
  await ask(setPassword, { token, password })
  await signIn(page, { email, password })
  return { email, password }
}
