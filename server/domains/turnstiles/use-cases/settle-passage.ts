import { createHash } from 'node:crypto'
import type { Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { Prisma, type AccessController, type Checkin, type ControllerEvent } from '../../../generated/prisma/client'
import { annulCheckin } from '../../access-control/use-cases/annul-checkin'
import { recordScans, type OfflineScan } from '../../access-control/use-cases/offline/record-scans'
import { scannerOfController } from '../controller-scanner'

/** Everything that is known of one passage. */
interface Passage {
  controller: AccessController
  nonce: string
  asked: ControllerEvent | undefined
  turned: ControllerEvent | undefined
  notTurned: ControllerEvent | undefined
  denied: ControllerEvent | undefined
  /** What was decided about it with a connection, or recorded of it before. */
  checkin: Checkin | null
  /** What it says of a code, whichever of its events says it. */
  code: Pick<ControllerEvent, 'visitPassId' | 'codeIssue' | 'codeHash'> | undefined
}

/** Events that count: those of a reader that nobody knows, or of after a revocation, move nobody. */
const counts = ({ outcome }: ControllerEvent): boolean => outcome !== 'UNKNOWN_READER' && outcome !== 'AFTER_REVOCATION'

/**
 * Brings what is known of one passage together, in whatever order it became known: whoever went through is recorded, of whoever did not the
 * check-in is annulled. An arm that turned counts more than one that did not: somebody went through. Done again it changes nothing.
 * @param isOver whether nothing more of it is to be expected: then what is known has to do
 */
export async function settlePassage(ctx: Ctx, controller: AccessController, nonce: string, isOver = false): Promise<void> {
  const passage = await readPassage(ctx, controller, nonce, isOver)
  const { asked, turned, notTurned, denied } = passage
  if (turned) {
    await mark(ctx, turned, await settleTurned(ctx, passage, turned))
    if (notTurned) await mark(ctx, notTurned, 'CONTRADICTED')
  } else if (notTurned) await mark(ctx, notTurned, await settleNotTurned(ctx, passage, notTurned))
  if (denied) await mark(ctx, denied, await settleDenied(ctx, passage, denied))
  if (asked?.outcome !== 'WAITING') return
  const isTold = turned ?? notTurned ?? denied
  if (isTold) await mark(ctx, asked, 'RECORDED')
  // Of a question alone nobody knows more than that the arm was not told to open.
  else if (isOver) await mark(ctx, asked, await settleDenied(ctx, passage, asked))
}

/** Stands for a code that nobody told. */
const noCode = { visitPassId: null, codeIssue: null, codeHash: new Uint8Array(createHash('sha256').digest()) }

async function readPassage(ctx: Ctx, controller: AccessController, nonce: string, isOver: boolean): Promise<Passage> {
  const of = { accessControllerId: controller.id, nonce }
  const events = (await ctx.db.controllerEvent.findMany({ where: of, orderBy: { id: 'asc' } })).filter(counts)
  const first = (...kinds: ControllerEvent['kind'][]) => events.find(({ kind }) => kinds.includes(kind))
  const checkin = await ctx.db.checkin.findFirst({ where: { scannerId: controller.id, nonce } })
  return {
    controller,
    nonce,
    asked: first('PRESENTED'),
    turned: first('TURNED'),
    notTurned: first('NOT_TURNED', 'TIMED_OUT'),
    denied: first('DENIED'),
    checkin,
    // A controller that knew somebody by a card says by which pass.
    code:
      events.find(({ visitPassId }) => visitPassId !== null) ??
      events.find(({ codeHash }) => codeHash !== null) ??
      (isOver ? noCode : undefined),
  }
}

/** Notes what became of an event. */
async function mark(ctx: Ctx, { id }: ControllerEvent, outcome: ControllerEvent['outcome'] | null): Promise<void> {
  if (outcome) await ctx.db.controllerEvent.updateMany({ where: { id, outcome: { not: outcome } }, data: { outcome } })
}

/** The nonce under which a passage is kept that had been annulled, because the arm turned after all. */
const afterAll = (nonce: string): string => createHash('sha256').update(`${nonce} turned`).digest('hex')

async function settleTurned(ctx: Ctx, passage: Passage, turned: ControllerEvent): Promise<ControllerEvent['outcome'] | null> {
  const { checkin, nonce } = passage
  if (checkin?.result === 'ADMITTED') return checkin.isOffline ? 'RECORDED' : 'CONFIRMED'
  if (checkin?.result === 'CONFLICT') return 'CONFLICT'
  if (checkin) {
    const { visitPassId, codeIssue, codeHash } = checkin
    const known = { visitPassId, codeIssue, codeHash }
    return record(ctx, passage, turned, { ...known, admitted: true, nonce: checkin.result === 'ANNULLED' ? afterAll(nonce) : nonce })
  }
  return passage.code ? record(ctx, passage, turned, { ...passage.code, admitted: true, nonce }) : null
}

async function settleNotTurned(ctx: Ctx, passage: Passage, told: ControllerEvent): Promise<ControllerEvent['outcome'] | null> {
  const { checkin, controller, nonce } = passage
  if (checkin?.result === 'ADMITTED' && !checkin.isOffline) {
    // However late it is told: a controller may have been cut off meanwhile.
    await ctx.transaction((tx) => annulCheckin(ctx, tx, scannerOfController(controller), nonce, new Date(0)))
    return 'ANNULLED'
  }
  if (checkin) return checkin.result === 'ANNULLED' ? 'ANNULLED' : 'CONFIRMED'
  if (!passage.code) return null
  await record(ctx, passage, told, { ...passage.code, admitted: true, annulled: true, nonce })
  return 'ANNULLED'
}

async function settleDenied(ctx: Ctx, passage: Passage, told: ControllerEvent): Promise<ControllerEvent['outcome'] | null> {
  if (passage.checkin || passage.turned) return 'RECORDED'
  return passage.code ? record(ctx, passage, told, { ...passage.code, admitted: false, nonce: passage.nonce }) : null
}

type Decided = Pick<ControllerEvent, 'visitPassId' | 'codeIssue' | 'codeHash'> & Pick<OfflineScan, 'admitted' | 'annulled' | 'nonce'>

/** Records what a controller did without asking. @returns what came of it */
async function record(ctx: Ctx, { controller }: Passage, told: ControllerEvent, decided: Decided): Promise<ControllerEvent['outcome']> {
  const { gateId, direction, happenedAt, clockOffset, reason } = told
  if (!gateId || !direction) return 'UNKNOWN_READER'
  const gate = await ctx.db.gate.findUniqueOrThrow({ where: { id: gateId }, select: { siteId: true } })
  const { visitPassId: passId, codeHash, ...rest } = decided
  const place = { siteId: gate.siteId, gateId, direction, reason, occurredAt: happenedAt, clockOffset }
  const scan = { ...rest, ...place, id: newId(), passId, codeHash: Buffer.from(codeHash ?? noCode.codeHash) }
  const write = () => recordScans(ctx, scannerOfController(controller), passId, [scan])
  // Of a pass one waits for the other; of an unknown code two may write at once, and the second finds what the first has written.
  const recorded = await write().catch((error: unknown) => {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return write()
    throw error
  })
  return recorded.some(({ result }) => result === 'CONFLICT') ? 'CONFLICT' : 'RECORDED'
}
