import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, mailFolder } from './fixtures'

/** The mails that went to an address until now. */
export const mailsTo = (email: string): string[] =>
  readdirSync(mailFolder())
    .map((file) => readFileSync(join(mailFolder(), file), 'utf8'))
    .filter((text) => text.includes(`To: ${email}`))

/** The part of a mail to an address that matches, once the worker has sent it; `known` are those that it must not be. */
export async function mailed(email: string, part: RegExp, known: readonly string[] = []): Promise<string> {
  const found = () =>
    mailsTo(email)
      .map((text) => part.exec(text.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '='))?.[0] ?? '')
      .filter((match) => match !== '' && !known.includes(match))
  await expect.poll(found, { timeout: 20_000, message: 'the worker sends the mail' }).not.toHaveLength(0)
  return found()[0] ?? ''
}
