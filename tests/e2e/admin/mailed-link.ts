import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, mailFolder } from '../fixtures'

/** Path and fragment of the one-time link that was mailed to an address; `known` are those that it must not be. */
export async function mailedLink(email: string, known: readonly string[] = []): Promise<string> {
  const links = () =>
    readdirSync(mailFolder())
      .map((file) => readFileSync(join(mailFolder(), file), 'utf8'))
      .filter((text) => text.includes(`To: ${email}`))
      .map((text) => /\/set-password#gcl_[\w-]{43}/.exec(text.replaceAll(/=\r?\n/g, ''))?.[0] ?? '')
      .filter((link) => link !== '' && !known.includes(link))
  await expect.poll(links, { timeout: 20_000, message: 'the worker mails the link' }).toHaveLength(1)
  return links()[0] ?? ''
}
