import { comparableCard } from '#shared/credentials/identifiers'
import { comparablePlate } from '#shared/plate'
import type { Ctx } from '../../../core/ctx'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import { openVisitor, sealedVisitor } from '../../../core/visitor-record'
import type { AccessController } from '../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import { plateOf } from '../../credentials/use-cases/vehicle-plate'
import { openAccess } from '../controller-access'
import type { PassNumbers } from '../credential'
import { numberHash } from '../number-hash'

/** What hashes the numbers of one controller. */
interface Hashing {
  keyring: Keyring
  secret: string
}

async function cardsOf(ctx: Ctx, { keyring, secret }: Hashing, visitPassIds: string[]): Promise<Map<string, string[]>> {
  const cards = new Map<string, string[]>()
  for (const { id, visitPassId, sealedNumber } of await ctx.db.passCard.findMany({ where: { visitPassId: { in: visitPassIds } } })) {
    const number = openForOrganization(keyring, sealedNumber, sealedColumns.passCard, id).toString()
    cards.set(visitPassId, [...(cards.get(visitPassId) ?? []), numberHash(secret, 'card', comparableCard(number))])
  }
  return cards
}

/** Plates that speak of one of the passes alone: whose vehicle another is, the server is asked. */
async function platesOf(ctx: Ctx, { keyring, secret }: Hashing, visitPassIds: string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.visitPass.findMany({
    where: { id: { in: visitPassIds }, plateIndex: { not: null } },
    select: { id: true, sealedPlate: true, visitor: { select: sealedVisitor } },
  })
  const plates = new Map<string, string[]>()
  for (const { visitor, ...pass } of rows) {
    const plate = plateOf(openVisitor(keyring, visitor), pass)
    if (plate !== null) plates.set(comparablePlate(plate), [...(plates.get(comparablePlate(plate)) ?? []), pass.id])
  }
  return new Map(
    [...plates].flatMap(([plate, [id, ...others]]) => (id && others.length === 0 ? [[id, numberHash(secret, 'plate', plate)]] : [])),
  )
}

/** By which cards and plates a controller that keeps such shall know passes, by pass. */
export async function numbersOfPasses(
  ctx: Ctx,
  controller: AccessController,
  visitPassIds: string[],
): Promise<(visitPassId: string) => PassNumbers> {
  const { keepsCards, keepsPlates, organizationId } = controller
  if (!keepsCards && !keepsPlates) return () => ({ cards: [], plates: [] })
  const keyring = await keyringOf(organizationId)
  const hashing = { keyring, secret: openAccess(keyring, controller).secret }
  const cards = keepsCards ? await cardsOf(ctx, hashing, visitPassIds) : new Map<string, string[]>()
  const plates = keepsPlates ? await platesOf(ctx, hashing, visitPassIds) : new Map<string, string>()
  return (id) => ({ cards: cards.get(id) ?? [], plates: [plates.get(id)].filter((plate) => plate !== undefined) })
}
