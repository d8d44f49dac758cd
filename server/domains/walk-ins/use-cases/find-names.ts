import { authorizeWithin, refusal } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import { placesOfPeople } from '../../../core/places-of-people'
import { openVisitor, sealedVisitor } from '../../../core/visitor-record'
import { isSiteWithin } from '../../../core/within'
import type { Prisma } from '../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import { leftUnseen } from '../../access-control/use-cases/presence/left-unseen'
import { passesAtDesk } from '../policy'
import { passesOfToday } from './passes-of-today'

/** Somebody who is inside a site or may still come today: what a device keeps to find them by name while it has no connection. */
export interface NamedGuest {
  visitPassId: string
  name: string
  company: string | null
  host: string | null
  hostPhone: string | null
  room: string | null
  startsAt: Date
  endsAt: Date
  status: NamedPass['status']
  insideSince: Date | null
  /** In which zone each of those is who are inside on the pass; empty texts for no zone in particular. Nobody is inside: no entries. */
  places: string[]
  /** Since when each of those counts as gone whom nobody saw leave on the pass: they may be inside. */
  leftUnseen: Date[]
}

/** A part of the names of a site. */
export interface NamesPart {
  /** For how many minutes they may be kept after this; 0 for not at all: then there are none. */
  graceMinutes: number
  names: NamedGuest[]
  /** Where to go on; null where this was the last part. */
  after: string | null
}

/** How many names are brought at once. */
const page = 500

const columns = {
  include: {
    visitor: { select: sealedVisitor },
    appointment: {
      select: {
        startsAt: true,
        endsAt: true,
        room: { select: { name: true } },
        host: { select: { id: true, sealedPhone: true, user: { select: { name: true } } } },
      },
    },
  },
} satisfies Prisma.VisitPassDefaultArgs

type NamedPass = Prisma.VisitPassGetPayload<typeof columns>

/** Passes of those who may still come. */
const stillOpen: Prisma.VisitPassWhereInput = {
  status: { in: ['DRAFT', 'PENDING_APPROVAL', 'ACTIVE', 'SUSPENDED'] },
  OR: [{ appointmentId: null }, { appointment: { status: { not: 'CANCELED' } } }],
}

/**
 * The names of everybody who is inside a site, may be because nobody saw them leave, or may still come today, for the device of a person who may let them in. They are not for
 * programs and enrolled devices: whoever holds such a token would have them all.
 * @param after where the part before ended
 * @returns null for a site that does not exist or at which the caller lets nobody in
 * @throws Refusal
 */
export async function findNames(
  ctx: Ctx,
  { siteId, after }: { siteId: string; after?: string | null | undefined },
): Promise<NamesPart | null> {
  const visible = passesAtDesk(ctx)
  if (ctx.actor.type !== 'user') throw refusal(ctx)
  const site = isId(siteId) ? await ctx.db.site.findUnique({ where: { id: siteId }, select: { id: true, timeZone: true } }) : null
  if (!site || !isSiteWithin(authorizeWithin(ctx, 'scan:admit'), siteId)) return null
  const state = await ctx.db.accessState.findFirst({ where: { siteId }, select: { offlineGraceMinutes: true } })
  const graceMinutes = state?.offlineGraceMinutes ?? 0
  if (graceMinutes === 0) return { graceMinutes, names: [], after: null }
  const unseen = Map.groupBy(await leftUnseen(ctx.db, siteId, ctx.now()), ({ visitPassId }) => visitPassId)
  const due = { AND: [passesOfToday(site, ctx.now()), { OR: [{ presence: 'INSIDE' as const }, stillOpen] }] }
  const wanted = { OR: [due, { siteId, id: { in: [...unseen.keys()] } }] }
  const rows = await ctx.db.visitPass.findMany({
    where: { AND: [wanted, visible, ...(after && isId(after) ? [{ id: { gt: after } }] : [])] },
    orderBy: { id: 'asc' },
    take: page,
    ...columns,
  })
  const [keyring, zones] = [await keyringOf(organizationOf(ctx)), await zoneNames(ctx, siteId)]
  const names = rows.map((row) => nameOf(keyring, zones, row, unseen.get(row.id) ?? []))
  return { graceMinutes, names, after: rows.length === page ? (rows.at(-1)?.id ?? null) : null }
}

async function zoneNames(ctx: Ctx, siteId: string): Promise<Map<string, string>> {
  const zones = await ctx.db.zone.findMany({ where: { siteId }, select: { id: true, name: true } })
  return new Map(zones.map(({ id, name }) => [id, name]))
}

function nameOf(keyring: Keyring, zones: ReadonlyMap<string, string>, pass: NamedPass, unseen: readonly { at: Date }[]): NamedGuest {
  const { name, company } = openVisitor(keyring, pass.visitor)
  const { appointment: visit } = pass
  const { id: hostId, sealedPhone } = visit?.host ?? {}
  return {
    visitPassId: pass.id,
    name,
    company,
    host: visit?.host.user.name ?? null,
    hostPhone: sealedPhone && hostId ? openForOrganization(keyring, sealedPhone, sealedColumns.hostPhone, hostId).toString() : null,
    room: visit?.room?.name ?? null,
    startsAt: visit?.startsAt ?? pass.validFrom,
    endsAt: visit?.endsAt ?? pass.validTo,
    status: pass.status,
    insideSince: pass.presence === 'INSIDE' ? pass.insideSince : null,
    places: pass.presence === 'INSIDE' ? placesOfPeople(pass).map((id) => zones.get(id ?? '') ?? '') : [],
    leftUnseen: unseen.map(({ at }) => at),
  }
}
