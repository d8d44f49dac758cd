import { newId } from '../../../core/ids'
import type { ApiRequest } from '../../../generated/prisma/client'
import { describeError, log } from '../../../infra/log'
import { insertRequests } from './write-requests.sql'

/** A request of a program that was answered. */
export type AnsweredRequest = Omit<ApiRequest, 'id'>

/** How long a request waits to be written, in milliseconds: what a crash of the process loses at most. */
const interval = 2_000
/** Requests of one statement. */
const batch = 500
/** Requests that wait at most, while the database is away: then later ones are not kept. */
const most = 20_000

let waiting: ApiRequest[] = []
let timer: NodeJS.Timeout | undefined
let running: Promise<void> = Promise.resolve()
let lost = 0

/** Notes a request, to be written within seconds. Nobody waits for it, and it never fails: the answer has gone. */
export function noteRequest(request: AnsweredRequest): void {
  if (waiting.length >= most) {
    lost++
    return
  }
  waiting.push({ ...request, id: newId() })
  timer ??= setTimeout(() => void writeRequests(), interval).unref()
}

async function writeBatch(rows: ApiRequest[]): Promise<boolean> {
  try {
    await insertRequests(rows)
    return true
  } catch (error) {
    log.warn({ err: describeError(error), requests: rows.length }, 'requests of programs will be written later')
    return false
  }
}

async function writeAll(): Promise<void> {
  if (lost > 0) log.warn({ requests: lost }, 'requests of programs were not kept: the database was away for too long')
  lost = 0
  const rows = waiting
  waiting = []
  while (rows.length > 0) {
    if (!(await writeBatch(rows.slice(0, batch)))) break
    rows.splice(0, batch)
  }
  waiting = [...rows, ...waiting].slice(0, most)
  if (waiting.length > 0) timer ??= setTimeout(() => void writeRequests(), interval).unref()
}

/** Writes what waits: by itself every two seconds, and once more before the process ends. Never rejects. */
export function writeRequests(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  running = running.then(writeAll)
  return running
}
