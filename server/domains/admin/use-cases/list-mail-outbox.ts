import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { env } from '../../../infra/env'
import { mailFolder, mailOwner } from '../../../infra/mail'

/** A mail that was written to a file because no SMTP server is configured. */
export interface OutboxMail {
  /** File name: what /outbox/<id> shows. */
  id: string
  to: string
  subject: string
  writtenAt: Date
}

/** How many mails the outbox page lists, and among how many of all organizations it looks for them. */
const [listed, looked] = [50, 500]

/** Bytes that hold the headers of our own mails. */
const headBytes = 4_096

/**
 * The newest mails of the caller's organization in the demo's outbox; null where mails really go out, so that nobody reads others'
 * mail in production.
 */
export async function listMailOutbox(ctx: Ctx): Promise<OutboxMail[] | null> {
  authorize(ctx, 'notification:read')
  if (!env.GC_DEMO || env.SMTP_URL) return null
  const names = await readdir(mailFolder).catch(() => [])
  const newest = names
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .reverse()
    .slice(0, looked)
  const organizationId = organizationOf(ctx)
  const heads = await Promise.all(newest.map(headOf))
  return heads
    .filter(({ owner }) => owner === organizationId)
    .slice(0, listed)
    .map(({ mail }) => mail)
}

async function headOf(name: string): Promise<{ owner: string; mail: OutboxMail }> {
  const file = await open(join(mailFolder, name))
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    const head = buffer.subarray(0, bytesRead).toString().split('\r\n\r\n', 1)[0] ?? ''
    const { mtime } = await file.stat()
    const mail = { id: name, to: header(head, 'To'), subject: header(head, 'Subject'), writtenAt: mtime }
    return { owner: header(head, mailOwner), mail }
  } finally {
    await file.close()
  }
}

/** One header, unfolded, with its encoded words read. */
function header(head: string, name: string): string {
  const match = new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(head)
  const raw = (match?.[1] ?? '').replace(/\r\n[ \t]+/g, ' ')
  return raw
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
      encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : quotedPrintable(text),
    )
}

const quotedPrintable = (text: string): string =>
  Buffer.from(
    text.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
