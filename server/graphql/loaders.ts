import DataLoader from 'dataloader'
import { openAppointments } from '../core/appointment-texts'
import type { Ctx } from '../core/ctx'
import type { GivenCard } from '../core/rows'
import { isId } from '../core/ids'
import { openVisitors, sealedVisitor } from '../core/visitor-record'
import type { Notification } from '../generated/prisma/client'
import type { TenantClient } from '../infra/tenant-client'
import type { Models } from './models'
import { partyNames } from './party-names'

type Fetch<T> = (db: TenantClient, ids: string[]) => PromiseLike<T[]>

const hostSelect = { id: true, position: true, user: { select: { name: true } }, membership: { select: { departmentId: true } } } as const

const coHosts = { select: { hostId: true }, orderBy: { hostId: 'asc' } } as const

const fetchers = {
  Department: (db, ids) => db.department.findMany({ where: { id: { in: ids } } }),
  Site: (db, ids) => db.site.findMany({ where: { id: { in: ids } } }),
  Gate: (db, ids) => db.gate.findMany({ where: { id: { in: ids } } }),
  Room: (db, ids) => db.room.findMany({ where: { id: { in: ids } } }),
  Host: async (db, ids) => {
    const hosts = await db.host.findMany({ where: { id: { in: ids } }, select: hostSelect })
    return hosts.map(({ user, membership, ...host }) => ({ ...host, name: user.name, departmentId: membership.departmentId }))
  },
  Visitor: async (db, ids) => openVisitors(await db.visitor.findMany({ where: { id: { in: ids } }, select: sealedVisitor })),
  Agreement: (db, ids) => db.agreement.findMany({ where: { id: { in: ids } } }),
  AccessRule: (db, ids) => db.accessRule.findMany({ where: { id: { in: ids }, deletedAt: null } }),
  Zone: (db, ids) => db.zone.findMany({ where: { id: { in: ids } } }),
  VisitorType: (db, ids) => db.visitorType.findMany({ where: { id: { in: ids } } }),
  Appointment: async (db, ids) => openAppointments(await db.appointment.findMany({ where: { id: { in: ids } }, include: { coHosts } })),
  AppointmentSeries: (db, ids) =>
    db.appointmentSeries.findMany({ where: { id: { in: ids } }, select: { id: true, rule: true, timeZone: true, start: true } }),
  VisitPass: async (db, ids) => {
    const passes = await db.visitPass.findMany({
      where: { id: { in: ids } },
      include: { appointment: { select: { hostId: true, coHosts } } },
    })
    return passes.map(({ appointment, ...pass }) => ({ ...pass, hostId: appointment?.hostId ?? null, coHosts: appointment?.coHosts ?? [] }))
  },
  Checkin: (db, ids) => db.checkin.findMany({ where: { id: { in: ids } } }),
} satisfies { [K in keyof Models]?: Fetch<Models[K]> }

/** Types that can be loaded by id. */
export type LoadableType = keyof typeof fetchers

/**
 * Rows of one organization by id, each read once. They say nothing of who asks: whoever may not see a row, or a part of it, is kept from it
 * where it is resolved.
 */
export class Rows {
  private readonly byType = new Map<LoadableType, DataLoader<string, { id: string } | null>>()

  constructor(private readonly ctx: Pick<Ctx, 'db'>) {}

  /** The row, or null when it does not exist in the organization. */
  one<K extends LoadableType>(type: K, id: string): Promise<Models[K] | null> {
    const known = this.byType.get(type)
    const loader = known ?? this.loader(fetchers[type] as Fetch<{ id: string }>)
    if (!known) this.byType.set(type, loader)
    return loader.load(id) as Promise<unknown> as Promise<Models[K] | null>
  }

  /** Forgets everything. */
  reset(): void {
    this.byType.clear()
  }

  private loader(fetch: Fetch<{ id: string }>): DataLoader<string, { id: string } | null> {
    return new DataLoader(async (ids) => {
      const known = ids.filter(isId)
      const rows = new Map((known.length > 0 ? await fetch(this.ctx.db, known) : []).map((row) => [row.id, row]))
      return ids.map((id) => rows.get(id) ?? null)
    })
  }
}

/** Loads rows of the caller's organization by id, one statement per type and level of a query. */
export class Loaders {
  private notifications: DataLoader<string, Notification | null> | undefined

  private files: DataLoader<string, Models['VisitorFile'][]> | undefined

  private holders: DataLoader<string, number> | undefined

  private members: DataLoader<string, number> | undefined

  private cards: DataLoader<string, GivenCard[]> | undefined

  private hostsBeside: DataLoader<string, string[]> | undefined

  private readonly names = new Map<string, DataLoader<string, string | null>>()

  /** @param rows rows that others of the organization have read as well */
  constructor(
    private readonly ctx: Ctx,
    private readonly rows = new Rows(ctx),
  ) {}

  /** The newest message about a pass, or null. */
  newestNotification(visitPassId: string): Promise<Notification | null> {
    this.notifications ??= new DataLoader(async (ids) => {
      const rows = await this.ctx.db.notification.findMany({ where: { visitPassId: { in: [...ids] } }, orderBy: { createdAt: 'asc' } })
      const newest = new Map(rows.map((row) => [row.visitPassId, row]))
      return ids.map((id) => newest.get(id) ?? null)
    })
    return this.notifications.load(visitPassId)
  }

  /** The cards that belong to a pass, read with those of the others that are asked for. */
  cardsOf(visitPassId: string, fetch: (visitPassIds: string[]) => Promise<Map<string, GivenCard[]>>): Promise<GivenCard[]> {
    this.cards ??= new DataLoader(async (ids) => {
      const cards = await fetch([...ids])
      return ids.map((id) => cards.get(id) ?? [])
    })
    return this.cards.load(visitPassId)
  }

  /** The files of a visitor, read with those of the others that are asked for. */
  filesOf(visitorId: string, fetch: (visitorIds: string[]) => Promise<Models['VisitorFile'][]>): Promise<Models['VisitorFile'][]> {
    this.files ??= new DataLoader(async (ids) => {
      const rows = await fetch([...ids])
      return ids.map((id) => rows.filter((row) => row.visitorId === id))
    })
    return this.files.load(visitorId)
  }

  /** How many people of the organization hold a role. */
  holderCount(roleId: string): Promise<number> {
    this.holders ??= new DataLoader(async (ids) => {
      const rows = await this.ctx.db.userRole.groupBy({ by: ['roleId', 'userId'], where: { roleId: { in: [...ids] } } })
      return ids.map((id) => rows.filter(({ roleId }) => roleId === id).length)
    })
    return this.holders.load(roleId)
  }

  /** How many people belong to a department itself. */
  memberCount(departmentId: string): Promise<number> {
    this.members ??= new DataLoader(async (ids) => {
      const rows = await this.ctx.db.membership.groupBy({ by: ['departmentId'], where: { departmentId: { in: [...ids] } }, _count: true })
      const counts = new Map(rows.map((row) => [row.departmentId, row._count]))
      return ids.map((id) => counts.get(id) ?? 0)
    })
    return this.members.load(departmentId)
  }

  /** Ids of those who receive the guests of a visit beside its host. */
  coHostIds(appointmentId: string): Promise<string[]> {
    this.hostsBeside ??= new DataLoader(async (ids) => {
      const rows = await this.ctx.db.appointmentCoHost.findMany({ where: { appointmentId: { in: [...ids] } }, orderBy: { hostId: 'asc' } })
      return ids.map((id) => rows.filter((row) => row.appointmentId === id).map(({ hostId }) => hostId))
    })
    return this.hostsBeside.load(appointmentId)
  }

  /** What a thing is called in the organization; null for what is gone, is elsewhere or has no name. */
  nameOf(type: string, id: string): Promise<string | null> {
    const found = this.names.get(type) ?? new DataLoader((ids: readonly string[]) => partyNames(this.ctx.db, type, ids))
    this.names.set(type, found)
    return found.load(id)
  }

  /** Forgets everything: an event of a subscription must not show what an earlier one read. */
  reset(): void {
    this.rows.reset()
    this.names.clear()
    this.notifications = undefined
    this.holders = undefined
    this.files = undefined
    this.members = undefined
    this.hostsBeside = undefined
  }

  /** The row, or null when it does not exist in the organization. */
  one<K extends LoadableType>(type: K, id: string): Promise<Models[K] | null> {
    return this.rows.one(type, id)
  }

  /** A row that a foreign key promises. */
  async related<K extends LoadableType>(type: K, id: string): Promise<Models[K]> {
    const row = await this.one(type, id)
    if (!row) throw new Error(`${type} is referenced but missing`)
    return row
  }
}
