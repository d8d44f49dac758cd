import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { builtInRoles } from '../../server/core/permissions'
import { encodeGlobalId } from '../../server/graphql/global-id'
import { expect, mailFolder, signIn } from './fixtures'

/** Path and fragment of the one-time link that was mailed to an address; `known` are those that it must not be. */
export async function mailedLink(email: string, known: readonly string[] = []): Promise<string> {
  const links = () =>
    readdirSync(mailFolder())
      .map((file) => readFileSync(join(mailFolder(), file), 'utf8'))
      .filter((text) => text.includes(`To: ${email}`))
      .map((text) => /\/set-password#gcl_[\w-]{43}/.exec(text.replaceAll(/=\r?\n/g, ''))?.[0] ?? '')
      .filter((link) => link !== '' && !known.includes(link))
  await expect.poll(links, { timeout: 20_000, message: 'the worker mails the link' }).not.toHaveLength(0)
  return links()[0] ?? ''
}

const invite = 'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { __typename } }'
const setPassword = 'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { __typename } }'

/** Invites an operator of the demo who has just set a password, and signs them in: what they change is nobody else's. */
export async function newPerson(page: Page): Promise<{ email: string; password: string }> {
  const [email, password] = [`${crypto.randomUUID()}@people.example`, 'a password of the tests']
  const ask = (query: string, input: object) => page.request.post('/graphql', { data: { query, variables: { input } } })
  await signIn(page, 'orgAdmin')
  await ask(invite, { email, name: 'Nina New', locale: 'EN', roleIds: [encodeGlobalId('Role', builtInRoles.Operator.id)] })
  const [, token] = (await mailedLink(email)).split('#')
  await ask(setPassword, { token, password })
  await signIn(page, { email, password })
  return { email, password }
}
