import { createHmac } from 'node:crypto'
import { bytesOfStep, formatLiveCode, provesStep, stepOf, type LivePart } from '#shared/credentials/live-code'
import { keyFor } from '../../infra/root-key'

const installationKey = keyFor('live-codes')

/**
 * What the page of a pass makes its changing codes by, 32 bytes: of the root key, the organization and the code of the pass. It is stored nowhere;
 * whoever has seen the code cannot make it, and a new code has another.
 */
export const liveKeyOf = (organizationId: string, code: string): Buffer =>
  createHmac('sha256', installationKey()).update(`${organizationId}\0${code}`).digest()

const macOf = (key: Buffer, step: number): Buffer => createHmac('sha256', key).update(bytesOfStep(step)).digest()

/** Whether what changes of a code was made by the key of its pass. It says nothing about the time. */
export const verifyLivePart = (organizationId: string, code: string, live: LivePart): boolean =>
  provesStep(live, macOf(liveKeyOf(organizationId, code), live.step))

/** The code of a pass as its page shows it at a moment, in milliseconds since 1970. */
export function liveCodeAt(organizationId: string, code: string, at: number): string {
  const step = stepOf(at)
  return formatLiveCode(code, step, macOf(liveKeyOf(organizationId, code), step))
}
