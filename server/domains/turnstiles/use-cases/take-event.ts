import { createHash } from 'node:crypto'
import { blindIndex } from '../../../core/blind-index'
import { keptOffset } from '../../../core/clock-offset'
import type { Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { ControllerEvent, Prisma } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { identifiedToken } from '../../access-control/use-cases/find-identified.sql'
import { hashCode } from '../../access-control/scanner'
import { readPassCode, type ProvenCode } from '../../credentials/use-cases/read-pass-code'
import type { EventAnswer, ToldEvent } from '../controller-event'
import type { ControllerWithReaders } from '../controller-scanner'
import { answerQuestion, reasonOf } from './answer-question'

/** An event that was kept: what is answered, and whether all that belongs to it is settled. */
export interface TakenEvent {
  answer: EventAnswer
  isSettled: boolean
}

/** Words of an outcome that open the arm or keep it shut. */
const decisions: Partial<Record<ControllerEvent['outcome'], 'open' | 'keep_shut'>> = {
  OPENED: 'open',
  KEPT_SHUT: 'keep_shut',
}

/** Keeps an event of a controller, once, and answers it. What comes again gets the first answer. */
export async function takeEvent(ctx: Ctx, controller: ControllerWithReaders, told: ToldEvent, clockOffset: number): Promise<TakenEvent> {
  const row = await rowOf(ctx, controller, told, clockOffset)
  const { count } = await ctx.db.controllerEvent.createMany({ data: [row], skipDuplicates: true })
  const kept = await ctx.db.controllerEvent.findFirstOrThrow({ where: { accessControllerId: controller.id, key: told.id } })
  if (count === 0) {
    await ctx.db.controllerEvent.updateMany({ where: { id: kept.id, repeats: { lt: 60_000 } }, data: { repeats: { increment: 1 } } })
    const decision = decisions[kept.outcome]
    if (kept.kind !== 'PRESENTED' || decision)
      return { answer: answerOf(told, 'repeated', kept, decision), isSettled: kept.outcome !== 'WAITING' }
  }
  const result = count === 0 ? 'repeated' : 'kept'
  if (kept.kind !== 'PRESENTED' || kept.outcome !== 'WAITING') {
    const decision = kept.kind === 'PRESENTED' ? 'keep_shut' : undefined
    return { answer: answerOf(told, result, kept, decision), isSettled: kept.outcome !== 'WAITING' }
  }
  const answered = await answerQuestion(ctx, kept, told.code ?? '')
  return { answer: answerOf(told, result, answered, decisions[answered.outcome] ?? 'keep_shut'), isSettled: false }
}

function answerOf(
  { id, type }: ToldEvent,
  result: EventAnswer['result'],
  kept: Pick<ControllerEvent, 'outcome' | 'reason'>,
  decision?: 'open' | 'keep_shut',
): EventAnswer {
  if (type !== 'PRESENTED' || !decision) return { id, result }
  return { id, result, decision, ...(decision === 'open' ? {} : { reason: reasonOf(kept) }) }
}

/** What an event says of a code: by what it was read, or by the credential that the controller knew it by. */
async function codeOf(ctx: Ctx, { organizationId, id }: ControllerWithReaders, { code, credential }: ToldEvent) {
  if (code) {
    const proven = await readPassCode(organizationId, code)
    const isPass = proven?.by === 'id'
    const passId = isPass ? proven.value : null
    const codeHash = Uint8Array.from(hashCode(await tokenOf(organizationId, code, proven)))
    return { visitPassId: await existing(ctx, passId), codeIssue: isPass ? (proven.issueNumber ?? null) : null, codeHash }
  }
  if (!credential) return { visitPassId: null, codeIssue: null, codeHash: null }
  const held = await ctx.db.controllerCredential.findFirst({
    where: { accessControllerId: id, visitPassId: credential },
    select: { codeHash: true },
  })
  const hash = held ? Uint8Array.from(held.codeHash) : new Uint8Array(createHash('sha256').update(`credential ${credential}`).digest())
  return { visitPassId: await existing(ctx, credential), codeIssue: null, codeHash: hash }
}

/**
 * What stands for a code where its hash is kept, as at every gate. Numbers of cards and plates are few enough to be tried: for them stands a
 * keyed hash.
 */
async function tokenOf(organizationId: string, code: string, proven: ProvenCode | null): Promise<string> {
  if (proven?.by !== 'card' && proven?.by !== 'plate') return code
  return identifiedToken(proven.by, blindIndex(await keyringOf(organizationId), proven.by, proven.value))
}

async function existing(ctx: Ctx, id: string | null): Promise<string | null> {
  return id && (await ctx.db.visitPass.findUnique({ where: { id }, select: { id: true } })) ? id : null
}

/** Whether a passage was decided here: what the arm then did is believed of a controller that was revoked meanwhile. */
const isBegun = async (ctx: Ctx, scannerId: string, nonce: string): Promise<boolean> =>
  (await ctx.db.checkin.count({ where: { scannerId, nonce } })) > 0

async function rowOf(
  ctx: Ctx,
  controller: ControllerWithReaders,
  told: ToldEvent,
  clockOffset: number,
): Promise<Prisma.ControllerEventCreateManyInput> {
  const now = ctx.now()
  const reader = controller.readers.find(({ key }) => key === told.reader)
  // Nothing has happened that is still to come.
  const happenedAt = new Date(Math.min(told.at.getTime() + clockOffset, now.getTime()))
  const isTooLate = controller.revokedAt !== null && happenedAt > controller.revokedAt && !(await isBegun(ctx, controller.id, told.passage))
  const outcome = !reader ? 'UNKNOWN_READER' : isTooLate ? 'AFTER_REVOCATION' : 'WAITING'
  const at = { happenedAt, clockOffset: keptOffset(clockOffset), receivedAt: now }
  return {
    id: newId(),
    organizationId: controller.organizationId,
    accessControllerId: controller.id,
    key: told.id,
    kind: told.type,
    reader: told.reader,
    nonce: told.passage,
    gateId: reader?.gateId ?? null,
    direction: reader?.direction ?? null,
    ...(await codeOf(ctx, controller, told)),
    reason: told.reason ?? null,
    ...at,
    outcome,
  }
}
