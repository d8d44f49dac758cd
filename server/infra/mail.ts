import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { env } from './env'

/** Where mails are kept when no SMTP server is configured. */
export const mailFolder = join(env.DATA_DIR, 'mail')

/** The header of a written mail that names its organization. */
export const mailOwner = 'X-Organization-Id'

/** A server that does not answer is given up after these times, in milliseconds; the job is tried again. */
const timeouts = { connectionTimeout: '10000', greetingTimeout: '10000', socketTimeout: '20000' }

function smtpTransport(address: string) {
  const url = new URL(address)
  for (const [name, value] of Object.entries(timeouts)) if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  return createTransport(url.href)
}

const smtp = env.SMTP_URL ? smtpTransport(env.SMTP_URL) : null
const toFile = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

/**
 * Sends a mail by SMTP, or writes it to `.data/mail` when there is no SMTP server (the demo and development).
 * @param organizationId whose mail it is: a file says so, because only they may read it
 * @throws what nodemailer throws when the server refuses or cannot be reached
 */
export async function sendMail(organizationId: string, mail: SendMailOptions): Promise<void> {
  const message = { from: env.MAIL_FROM, ...mail }
  if (smtp) {
    await smtp.sendMail(message)
    return
  }
  const { message: eml } = await toFile.sendMail({ ...message, headers: { [mailOwner]: organizationId } })
  await mkdir(mailFolder, { recursive: true })
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  await writeFile(join(mailFolder, `${stamp}-${randomUUID().slice(0, 8)}.eml`), eml as Buffer, { mode: 0o600 })
}
