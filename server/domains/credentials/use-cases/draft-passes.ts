import type { Answers } from '#shared/visitor-types/answers'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { Overtaken } from '../../../core/start-over'
import type { Appointment, VisitPassType } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { beginTypedPasses } from '../../visitor-types/use-cases/begin-typed-passes'
import { screenPasses } from '../../watchlist/use-cases/screen-passes'
import { shareWatchlist } from '../../watchlist/use-cases/share-watchlist.sql'
import { passWindow } from '../pass-window'

/** A pass that is to be: whose, for which visit. */
export interface WantedPass {
  appointment: Pick<Appointment, 'id' | 'siteId' | 'startsAt' | 'endsAt' | 'seriesId'>
  visitorId: string
  type: VisitPassType
  visitorTypeId: string | null
  /** What the host answers about the guest; undefined for further visits of a series. */
  hostAnswers?: Answers | null
  /** The pass of the guest who brings them along. */
  broughtById?: string
  /** Whether the guest is written to once it is signed, should it have to wait; they are where nothing is said. */
  tellsGuest?: boolean
  /** How many people come on a pass for a group; absent: as many as its window holds. */
  groupSize?: number | null | undefined
}

/** A pass that was made, and of which visit. */
export interface DraftedPass {
  id: string
  appointmentId: string
}

/** How many entries a pass of each type has; null: as many as its window holds. */
const entriesOf: Record<VisitPassType, (groupSize?: number | null) => number | null> = {
  SINGLE: () => 1,
  MULTI: () => null,
  GROUP: (size) => size ?? null,
}

/**
 * Makes passes for appointments, one a visitor: drafts with an invite link, without a code until the worker signs them. Those of visitors
 * who may be on the organization's list wait until somebody has decided. Sites have to be taken before. Whoever books single visits
 * looks at the end whether a visitor was erased meanwhile ({@link refuseErased}, {@link ofNobodyErased}); else that is done here.
 * @throws Overtaken
 */
export async function draftPasses(ctx: Ctx, tx: TenantTransaction, wanted: WantedPass[]): Promise<DraftedPass[]> {
  if (wanted.length === 0) return []
  const watchfulness = await shareWatchlist(ctx, tx)
  const rows = wanted.map(({ appointment, visitorId, visitorTypeId, type, broughtById, groupSize }) => ({
    id: newId(),
    organizationId: organizationOf(ctx),
    siteId: appointment.siteId,
    visitorId,
    visitorTypeId,
    appointmentId: appointment.id,
    type,
    status: 'DRAFT' as const,
    ...passWindow(appointment),
    entriesLimit: entriesOf[type](groupSize),
    broughtById: broughtById ?? null,
    createdAt: ctx.now(),
  }))
  const typed = rows.flatMap(({ id, visitorId, visitorTypeId, validFrom }, place) => {
    const { appointment, hostAnswers } = wanted[place] ?? {}
    return visitorTypeId ? [{ id, visitorId, visitorTypeId, validFrom, seriesId: appointment?.seriesId ?? null, hostAnswers }] : []
  })
  const begun = await beginTypedPasses(ctx, tx, typed)
  await tx.visitPass.createMany({ data: rows.map((row) => ({ ...row, outstanding: begun.outstanding.get(row.id) ?? 0 })) })
  await begun.keep()
  const further = wanted.filter(({ appointment, broughtById }) => appointment.seriesId !== null || broughtById !== undefined)
  await refuseErased(
    ctx,
    tx,
    further.map(({ visitorId }) => visitorId),
  )
  await screenPasses(
    ctx,
    tx,
    watchfulness,
    rows.map(({ id, visitorId, siteId }, place) => ({ id, visitorId, siteId, tellsGuest: wanted[place]?.tellsGuest ?? true })),
  )
  return rows.map(({ id, appointmentId }) => ({ id, appointmentId }))
}

/** Visits none of whose guests was erased: for whoever reads a visit anyway, after its passes were made. */
export const ofNobodyErased = { visitPasses: { none: { visitor: { erasedAt: { not: null } } } } } as const

/**
 * Looks, after passes were made, whether one of their visitors was erased since they were found. From then on nobody is: a pass keeps
 * its visitor from being erased until the transaction has ended.
 * @throws Overtaken
 */
export async function refuseErased(ctx: Ctx, tx: TenantTransaction, visitorIds: string[]): Promise<void> {
  if (visitorIds.length === 0) return
  const erased = await tx.visitor.findFirst({
    where: { id: { in: [...new Set(visitorIds)] }, erasedAt: { not: null } },
    select: { id: true },
  })
  if (erased) throw new Overtaken(ctx)
}
