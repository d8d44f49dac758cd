import { prisma } from '../../../infra/db'
import { keyringOf } from '../../../infra/keyring'
import { log } from '../../../infra/log'
import { bearableOffset, clockOffsetOf, keptOffset } from '../../../core/clock-offset'
import { isId } from '../../../core/ids'
import { openAccess, reachOfAccess } from '../controller-access'
import { readMessage, type EventAnswer, type MessageAnswer } from '../controller-event'
import { asController, type ControllerWithReaders } from '../controller-scanner'
import { delayOf, isSignedBy, signatureTolerance, signMessage, type Seal } from '../message-signature'
import { settlePassage } from './settle-passage'
import { takeEvent, type TakenEvent } from './take-event'

/** How often it is noted that something was forged, or that a controller was heard, in milliseconds. */
const noteEvery = 60_000

/** The answer to a message, signed as far as whoever sent it is known. */
export interface Received {
  answer: MessageAnswer
  seal: Seal | null
  body: string
}

const bare = (answer: MessageAnswer): Received => ({ answer, seal: null, body: JSON.stringify(answer) })

/**
 * Takes what a controller tells. Each event is kept once, in whatever order and however often it comes, and settled with what else is known
 * of its passage. Of a message that was not signed, or long ago, nothing is taken: who sent it hears the time, and sends it again.
 * @returns the answer, signed under the id of the message
 */
export async function receiveMessage(
  controllerId: string,
  seal: Seal,
  body: string,
  now: () => Date = () => new Date(),
): Promise<Received> {
  const unknown = () => bare({ serverTime: now().toISOString(), answers: [], error: 'unknown' })
  const controller = isId(controllerId)
    ? await prisma.accessController.findUnique({ where: { id: controllerId }, include: { readers: true } })
    : null
  if (!controller) return unknown()
  const access = openAccess(await keyringOf(controller.organizationId), controller)
  const { secrets } = reachOfAccess(access, controller.secretAt, now())
  if (!isSignedBy(secrets, seal, body)) {
    await noteForgery(controller, now())
    return unknown()
  }
  const answer = await answerOf(controller, seal, body, now)
  return sealed(secrets, seal.id, answer, now())
}

function sealed(secrets: readonly string[], id: string, answer: MessageAnswer, now: Date): Received {
  const body = JSON.stringify(answer)
  return { answer, seal: signMessage(secrets, id, body, now), body }
}

async function answerOf(controller: ControllerWithReaders, seal: Seal, body: string, now: () => Date): Promise<MessageAnswer> {
  const said = { serverTime: now().toISOString(), ...(controller.revokedAt ? { revoked: true as const } : {}) }
  const delay = delayOf(seal, now())
  if (delay === null || Math.abs(delay) > signatureTolerance) {
    await noteHeard(controller, delay ?? 0, now())
    return { ...said, answers: [], error: 'timestamp' }
  }
  const message = readMessage(body)
  if (!message) return { ...said, answers: [], error: 'malformed' }
  const clockOffset = clockOffsetOf(now(), message.controllerTime)
  await noteHeard(controller, clockOffset, now())
  const ctx = asController(controller, now)
  const taken: TakenEvent[] = []
  // One after the other, in the order in which they are told: whoever asks in between is answered by what was told before.
  for (const event of message.events) {
    const one = await takeEvent(ctx, controller, event, clockOffset)
    taken.push(one)
    if (!one.isSettled) await settlePassage(ctx, controller, event.passage)
  }
  const malformed = message.strange.map((id): EventAnswer => ({ id, result: 'malformed' }))
  return { ...said, answers: [...taken.map(({ answer }) => answer), ...malformed] }
}

/** Notes that a controller was heard, and by how much its clock is behind. */
async function noteHeard({ id, lastSeenAt, clockOffset }: ControllerWithReaders, offset: number, now: Date): Promise<void> {
  const told = keptOffset(offset)
  const isKnown = lastSeenAt && now.getTime() - lastSeenAt.getTime() < noteEvery && Math.abs(told - clockOffset) < bearableOffset
  if (!isKnown) await prisma.accessController.updateMany({ where: { id }, data: { lastSeenAt: now, clockOffset: told } })
}

async function noteForgery({ id, forgedAt }: ControllerWithReaders, now: Date): Promise<void> {
  if (forgedAt && now.getTime() - forgedAt.getTime() < noteEvery) return
  await prisma.accessController.updateMany({ where: { id }, data: { forgedAt: now } })
  log.warn({ accessControllerId: id }, 'a message in the name of an access controller was not signed by it')
}
