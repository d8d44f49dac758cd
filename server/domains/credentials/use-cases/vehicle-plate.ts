import { comparablePlate } from '#shared/plate'
import { blindIndex } from '../../../core/blind-index'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { VisitorRow } from '../../../core/rows'
import { openOwn } from '../../../core/visitor-record'
import type { VisitPass } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'

/** Where the plate of a pass stands: sealed there, it opens nowhere else. */
export const platePlace = (passId: string): string => `visit_passes:sealed_plate:${passId}`

/** The plate of the vehicle in which a guest comes. */
export const plateOf = (visitor: VisitorRow, { id, sealedPlate }: Pick<VisitPass, 'id' | 'sealedPlate'>): string | null =>
  sealedPlate && openOwn(visitor, sealedPlate, platePlace(id))

/** What finds the passes of a plate in the caller's organization. */
export const plateIndexOf = async (ctx: Ctx, typed: string): Promise<Uint8Array<ArrayBuffer>> =>
  blindIndex(await keyringOf(organizationOf(ctx)), 'plate', comparablePlate(typed))
