import type { z } from 'zod'
import { giveCardSchema, takeCardSchema } from '#shared/schemas/credentials'
import { allOrNothing } from '../../../core/all-or-nothing'
import { audit } from '../../../core/audit'
import { authorizeWithin, refusal } from '../../../core/authorize'
import { blindIndex } from '../../../core/blind-index'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { openForOrganization, sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import type { GivenCard } from '../../../core/rows'
import { passesWithin } from '../../../core/within'
import { Prisma, type PassCard, type VisitPass } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { PassCardsChanged } from '../events'

/** The passes whose guests the caller receives: they give out cards and take them back. A scanner hands out nothing. @throws Refusal */
function receivedPasses(ctx: Ctx): Prisma.VisitPassWhereInput {
  if (ctx.actor.type === 'device') throw refusal(ctx)
  return passesWithin(authorizeWithin(ctx, 'scan:admit'))
}

/** How a number is told in the log: its end. */
const endOf = (number: string): string => `…${number.slice(-4)}`

const openCard = async (ctx: Ctx, { id, sealedNumber, givenAt }: PassCard): Promise<GivenCard> => {
  const number = openForOrganization(await keyringOf(organizationOf(ctx)), sealedNumber, sealedColumns.passCard, id)
  return { id, number: number.toString(), givenAt }
}

/** The cards that the guests of passes have, by pass, the first that was given at first. */
export async function cardsOfPasses(ctx: Ctx, visitPassIds: readonly string[]): Promise<Map<string, GivenCard[]>> {
  const rows = await ctx.db.passCard.findMany({
    where: { visitPassId: { in: [...visitPassIds] } },
    orderBy: [{ givenAt: 'asc' }, { id: 'asc' }],
  })
  const cards = new Map<string, GivenCard[]>()
  for (const row of rows) cards.set(row.visitPassId, [...(cards.get(row.visitPassId) ?? []), await openCard(ctx, row)])
  return cards
}

/** Whether whoever has a card may still be about with it. */
const isStillOut = ({ status, presence, validTo }: VisitPass, now: Date): boolean =>
  presence === 'INSIDE' || ((status === 'ACTIVE' || status === 'SUSPENDED') && validTo > now)

/** Lets go of a card that somebody has whose visit is over. @returns whether it can be given out */
async function isFree(ctx: Ctx, tx: TenantTransaction, token: Uint8Array<ArrayBuffer>, visitPassId: string): Promise<boolean> {
  const row = await tx.passCard.findFirst({ where: { token }, include: { visitPass: true } })
  if (!row) return true
  if (row.visitPassId === visitPassId || isStillOut(row.visitPass, ctx.now())) return false
  await tx.passCard.deleteMany({ where: { id: row.id } })
  await audit(ctx, tx, 'pass.take_card', { type: 'VisitPass', id: row.visitPassId }, { card: null })
  return true
}

/**
 * Gives a guest a card by which gates that read cards know their pass. A card of somebody whose visit is over is theirs no more by that. Of two who
 * give out the same card at once one does.
 * @returns the pass, or NOT_FOUND, VALIDATION_FAILED for a pass that is over and for a card that somebody has
 */
export async function giveCard(ctx: Ctx, input: z.input<typeof giveCardSchema>): Promise<VisitPass | Failure> {
  const visible = receivedPasses(ctx)
  const { data, failed } = validate(ctx, giveCardSchema, input)
  if (failed) return failed
  const { visitPassId, number } = data
  const organizationId = organizationOf(ctx)
  const keyring = await keyringOf(organizationId)
  const token = blindIndex(keyring, 'card', number)
  const taken = () => invalid(ctx, [{ path: ['number'], key: 'cardTaken' }])
  try {
    return await allOrNothing(ctx, async (tx) => {
      const pass = isId(visitPassId) ? await tx.visitPass.findFirst({ where: { AND: [{ id: visitPassId }, visible] } }) : null
      if (!pass) return notFound(ctx, 'visitPassId')
      if (!isStillOut(pass, ctx.now())) return invalid(ctx, [{ path: ['visitPassId'], key: 'passIsOver' }])
      if (!(await isFree(ctx, tx, token, pass.id))) return taken()
      const id = newId()
      const sealedNumber = sealForOrganization(keyring, Buffer.from(number), sealedColumns.passCard, id)
      await tx.passCard.create({ data: { id, organizationId, visitPassId: pass.id, token, sealedNumber, givenAt: ctx.now() } })
      await emit(tx, organizationId, PassCardsChanged, { visitPassId: pass.id }, ctx.now())
      await audit(ctx, tx, 'pass.give_card', { type: 'VisitPass', id: pass.id }, { card: endOf(number) })
      return pass
    })
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return taken()
    throw error
  }
}

/**
 * Takes a card back: gates know nobody by it. One that was taken back already is no error.
 * @returns the pass, or NOT_FOUND
 */
export async function takeCard(ctx: Ctx, input: z.input<typeof takeCardSchema>): Promise<VisitPass | Failure> {
  const visible = receivedPasses(ctx)
  const { data, failed } = validate(ctx, takeCardSchema, input)
  if (failed) return failed
  const { visitPassId, cardId } = data
  return ctx.transaction(async (tx) => {
    const pass = isId(visitPassId) ? await tx.visitPass.findFirst({ where: { AND: [{ id: visitPassId }, visible] } }) : null
    if (!pass) return notFound(ctx, 'visitPassId')
    const card = isId(cardId) ? await tx.passCard.findFirst({ where: { id: cardId, visitPassId } }) : null
    const { count } = card ? await tx.passCard.deleteMany({ where: { id: card.id } }) : { count: 0 }
    if (!card || count === 0) return pass
    const { number } = await openCard(ctx, card)
    await emit(tx, organizationOf(ctx), PassCardsChanged, { visitPassId: pass.id }, ctx.now())
    await audit(ctx, tx, 'pass.take_card', { type: 'VisitPass', id: pass.id }, { card: endOf(number) })
    return pass
  })
}
