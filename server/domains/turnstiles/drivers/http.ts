import { env } from '../../../infra/env'
import { fetchOutside, OutboundRefused } from '../../../infra/outbound'
import type { ControllerReach } from '../controller-access'
import { DriverFailed, type ControllerDriver } from '../driver'
import { headersOf, sealFrom } from '../message-seal'
import { delayOf, isSignedBy, signatureTolerance, signMessage, type Seal } from '../message-signature'
import { jsonDriver, type Command } from './message'

/** How long a controller may take, in milliseconds, and how much of its answer is read, in bytes. */
const most = { patience: 10_000, bytes: 1_024 * 1_024 }

function failureOf(error: unknown): DriverFailed {
  if (error instanceof DriverFailed) return error
  if (error instanceof OutboundRefused) return new DriverFailed(error.reason === 'length' ? 'NOT_UNDERSTOOD' : 'ADDRESS')
  const name = error instanceof Error ? error.name : ''
  return new DriverFailed(name === 'TimeoutError' || name === 'AbortError' ? 'TOO_SLOW' : 'UNREACHABLE')
}

/** Believes an answer that was signed for this very command, just now. @throws DriverFailed */
function believed(reach: ControllerReach, id: string, seal: Seal, body: string): unknown {
  const delay = delayOf(seal, new Date())
  const isFresh = delay !== null && Math.abs(delay) <= signatureTolerance
  if (seal.id !== id || !isFresh || !isSignedBy(reach.secrets, seal, body)) throw new DriverFailed('FORGED')
  try {
    return JSON.parse(body)
  } catch {
    throw new DriverFailed('NOT_UNDERSTOOD')
  }
}

async function ask(reach: ControllerReach, id: string, command: Command): Promise<unknown> {
  const body = JSON.stringify(command)
  const headers = { 'content-type': 'application/json', ...headersOf(signMessage(reach.secrets, id, body, new Date())) }
  try {
    const limits = { networks: env.ACCESS_CONTROLLER_NETWORKS, patience: most.patience, most: most.bytes }
    const answer = await fetchOutside(reach.url, { method: 'POST', headers, body }, limits)
    if ([401, 403].includes(answer.status)) throw new DriverFailed('REFUSED')
    if (!answer.ok) throw new DriverFailed('SERVER')
    return believed(
      reach,
      id,
      sealFrom((name) => answer.headers.get(name)),
      await answer.text(),
    )
  } catch (error) {
    throw failureOf(error)
  }
}

/** A controller that is asked by HTTP: each command is one signed POST to its address, each answer is signed under the same id. */
export const httpDriver = (reach: ControllerReach): ControllerDriver =>
  jsonDriver(
    (id, command) => ask(reach, id, command),
    () => Promise.resolve(),
  )
