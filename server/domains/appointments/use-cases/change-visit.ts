import { byUser } from '../../../core/by-user'
import { sealTexts } from '../../../core/appointment-texts'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { Failure } from '../../../core/errors'
import { invalid, notFound } from '../../../core/failures'
import type { Appointment, Site } from '../../../generated/prisma/client'
import type { Keyring } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { movePasses } from '../../credentials/use-cases/move-passes'
import { holdSite } from '../../organizations/use-cases/hold-site.sql'
import type { AppointmentUpdated, VisitChange } from '../events'
import type { EventPayload } from '../../../core/define-event'
import { openVisit } from '../../../core/open-status'
import { tellsGuests, type VisitState } from '../visit-changes'
import { bookRoom, type WantedHours } from './book-room'
import { headCount } from './book-visits'
import { setCoHosts } from './co-hosts'

/** Somebody who works on visits of an organization, inside a transaction. */
export interface Work {
  ctx: Ctx
  tx: TenantTransaction
  keyring: Keyring
}

/**
 * Takes the place where visits are to be, and checks who receives there.
 * @param isNew whether the site may not be closed: visits already booked at a closed one may still be changed
 * @returns the site, or NOT_FOUND, VALIDATION_FAILED
 */
export async function takePlace(
  { ctx, tx }: Work,
  { siteId, hostId, coHostIds = [] }: Pick<VisitState, 'siteId' | 'hostId'> & Partial<Pick<VisitState, 'coHostIds'>>,
  isNew: boolean,
): Promise<Site | Failure> {
  const site = await holdSite(ctx, tx, siteId)
  if (!site) return notFound(ctx, 'siteId')
  const hosts = await tx.host.findMany({ where: { id: { in: [hostId, ...coHostIds].filter(isId) } }, select: { id: true } })
  const missing = [hostId, ...coHostIds].find((id) => !hosts.some((host) => host.id === id))
  if (site.closedAt && isNew) return invalid(ctx, [{ path: ['siteId'], key: 'siteClosed' }])
  if (missing === undefined) return site
  return notFound(ctx, missing === hostId ? 'hostId' : 'coHostIds')
}

/** Books rooms for visits, each room once and always in the same order, so that nobody waits in a circle. */
export async function bookRooms(
  { ctx, tx }: Work,
  site: Site,
  wanted: { roomId: string | null; hours: WantedHours }[],
  people: number,
): Promise<Failure | null> {
  const rooms = [...new Set(wanted.flatMap(({ roomId }) => (roomId ? [roomId] : [])))].toSorted()
  for (const roomId of rooms) {
    const hours = wanted.filter((each) => each.roomId === roomId).map((each) => each.hours)
    const failed = await bookRoom(ctx, tx, { site, roomId, hours, people })
    if (failed) return failed
  }
  return null
}

/** A row that is being changed, and to what. */
export interface RowChange {
  row: Pick<Appointment, 'id' | 'siteId' | 'startsAt'>
  after: VisitState
  changed: VisitChange[]
  /** What of the visit does not follow its series from now on; null where that stays as it is. */
  deviations: VisitChange[] | null
  timeZone: string
}

/**
 * Writes a changed visit, moves its passes where its hours or its site changed.
 * @returns what is to be announced
 */
export async function writeChange(
  { ctx, tx, keyring }: Work,
  { row, after, changed, deviations, timeZone }: RowChange,
): Promise<EventPayload<typeof AppointmentUpdated>> {
  const { title, message, receptionNote, coHostIds, ...facts } = after
  await tx.appointment.updateMany({
    where: { id: row.id },
    data: {
      ...facts,
      ...sealTexts(keyring, row.id, { title, message, receptionNote }),
      timeZone,
      version: { increment: 1 },
      ...(tellsGuests(changed) ? { revision: { increment: 1 } } : {}),
      ...(deviations ? { deviations } : {}),
    },
  })
  if (changed.includes('CO_HOSTS')) await setCoHosts(tx, organizationOf(ctx), row.id, coHostIds)
  const moves = changed.includes('TIME') || changed.includes('SITE')
  const visitPassIds = moves ? await movePasses(ctx, tx, { id: row.id, ...facts }) : []
  return {
    appointmentId: row.id,
    siteId: facts.siteId,
    hostId: facts.hostId,
    changed,
    visitPassIds,
    ...(moves ? { movedFrom: { siteId: row.siteId, startsAt: row.startsAt.toISOString() } } : {}),
    tellsGuests: tellsGuests(changed),
    ...byUser(ctx),
  }
}

/** How many people a room has to hold: those who come, and whoever receives them. */
export async function peopleOf({ tx }: Work, appointmentId: string, coHostIds: readonly string[]): Promise<number> {
  const where = { appointmentId, status: { notIn: ['REVOKED' as const] } }
  const passes = await tx.visitPass.findMany({ where, select: { type: true, entriesLimit: true } })
  return 1 + coHostIds.length + headCount(passes.map(({ type, entriesLimit }) => ({ groupSize: type === 'GROUP' ? entriesLimit : null })))
}

/** Whether a visit can still be changed: neither called off nor over. */
export const isOpen = ({ status, endsAt }: Pick<Appointment, 'status' | 'endsAt'>, now: Date): boolean =>
  openVisit.includes(status) && endsAt > now
