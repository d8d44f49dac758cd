import type { KeyObject } from 'node:crypto'
import type { Readable } from 'node:stream'
import { request, type Dispatcher } from 'undici'
import type { WebhookProblem } from '../../../generated/prisma/enums'
import { OutboundRefused } from '../../../infra/outbound'
import { checkDeliveryUrl } from '../../../infra/outbound-agent'
import { readRetryAfter } from '../retry-times'
import { signMessage } from '../signature'

/** How long a receiver may take for everything, in milliseconds (contracts.md). */
const patience = 15_000

/** How much of an answer is kept, in bytes, and how long its body is waited for once its status is known, in milliseconds. */
export const mostOfAnswer = 2_048
const bodyPatience = 1_000

/** What is sent, and to whom. */
export interface Message {
  url: string
  keys: readonly KeyObject[]
  /** The webhook-id: the same at every try. */
  id: string
  body: string
}

/** What came of an attempt. */
export interface Outcome {
  startedAt: Date
  /** Milliseconds. */
  duration: number
  statusCode: number | null
  /** Null for a success. */
  problem: WebhookProblem | null
  response: Buffer
  /** How long the receiver asked to be left alone, in milliseconds. */
  retryAfter: number | null
}

/** What a status says: 2xx is a success, a redirect is none, 410 ends the endpoint (Standard Webhooks 1.0). */
function problemOf(status: number): WebhookProblem | null {
  if (status >= 200 && status < 300) return null
  if (status === 410) return 'GONE'
  return status >= 300 && status < 400 ? 'REDIRECT' : 'STATUS'
}

const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_ABORTED'])

function failureOf(error: unknown): WebhookProblem {
  if (error instanceof OutboundRefused) return 'ADDRESS'
  const { name, code } = error instanceof Error ? (error as Error & { code?: string }) : { name: '', code: '' }
  return name === 'TimeoutError' || timeouts.has(code ?? '') ? 'TIMEOUT' : 'CONNECTION'
}

/** The beginning of an answer. What goes on, or takes its time, is cut off: its status has said what there is to know. */
function beginningOf(answer: Readable): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const end = () => {
      clearTimeout(timer)
      resolve(Buffer.concat(parts).subarray(0, mostOfAnswer))
    }
    const cut = () => {
      end()
      answer.destroy()
    }
    const timer = setTimeout(cut, bodyPatience)
    answer.on('data', (part: Buffer) => {
      parts.push(part)
      size += part.length
      if (size >= mostOfAnswer) cut()
    })
    answer.on('end', end).on('error', end)
  })
}

const headersOf = ({ id, keys, body }: Message, now: number): Record<string, string> => {
  const timestamp = Math.floor(now / 1_000)
  return {
    'content-type': 'application/json',
    'user-agent': 'Guest-Center-Webhooks/1.0',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signMessage(keys, id, timestamp, body),
  }
}

/** Sends a message once. Never rejects: what goes wrong is an outcome. */
export async function postMessage(agent: Dispatcher, message: Message): Promise<Outcome> {
  const started = Date.now()
  const ended = () => ({ startedAt: new Date(started), duration: Date.now() - started })
  try {
    const url = new URL(message.url)
    checkDeliveryUrl(url)
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: headersOf(message, started),
      body: message.body,
      signal: AbortSignal.timeout(patience),
    })
    const response = await beginningOf(body)
    const wait = headers['retry-after']
    const retryAfter = readRetryAfter(typeof wait === 'string' ? wait : undefined, new Date())
    return { ...ended(), statusCode, problem: problemOf(statusCode), response, retryAfter }
  } catch (error) {
    return { ...ended(), statusCode: null, problem: failureOf(error), response: Buffer.alloc(0), retryAfter: null }
  }
}
