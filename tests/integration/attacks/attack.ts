import { readFileSync } from 'node:fs'
import type { BuiltServer } from '../built-server'
import { identity, sessionCookie } from '../http-client'

/** What came of an attack: a status, a code, or how a connection ended. */
export type Outcome = string

/** Something that no honest client sends. */
export interface Attack {
  name: string
  send: (target: Target) => Promise<Outcome>
  /** What may come of it. */
  harmless: RegExp
}

/** Whom the attacks are sent to, and what the attacker has. */
export interface Target {
  url: string
  key: string
  cookie: string
  /** The processor time that the web process has used, in milliseconds. */
  cpu: () => number
}

/** A tick of the kernel's clock, in milliseconds. */
const tick = 10

/** The processor time of a process, from the kernel. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * tick
}

/** The first web process as a target, attacked by somebody who has a key and a session. */
export async function targetOf(server: BuiltServer): Promise<Target> {
  const { cookie } = await sessionCookie(server.url, server.demo.users.host)
  const pid = server.webs[0]?.pid ?? 0
  return { url: server.url, key: server.demo.apiKey, cookie, cpu: () => cpuOf(pid) }
}

/** Sends a request as it is. @returns its status, and the code of its first error */
export async function send(target: Target, init: RequestInit, path = '/graphql'): Promise<Outcome> {
  const response = await fetch(`${target.url}${path}`, { method: 'POST', ...init }).catch(() => null)
  if (!response) return 'cut off'
  const text = await response.text()
  const code = /"code":"(\w+)"/.exec(text)?.[1]
  return `${response.status} ${code ?? (text.includes('"data":{') ? 'answered' : 'refused')}`
}

/** Sends the text of a body with the key. */
export const sendText = (target: Target, body: string): Promise<Outcome> =>
  send(target, { headers: { 'content-type': 'application/json', ...identity({ token: target.key }) }, body })

/** Sends an operation with the key. */
export const ask = (target: Target, query: unknown, variables: unknown = {}): Promise<Outcome> =>
  sendText(target, JSON.stringify({ query, variables }))
