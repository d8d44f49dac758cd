import type { TenantClient } from '../infra/tenant-client'

/** A thing and what people call it. */
interface Named {
  id: string
  name: string
}

type Fetch = (db: TenantClient, ids: string[]) => PromiseLike<Named[]>

const select = { id: true, name: true } as const
const ofApplications = { id: true, application: { select: { name: true } } } as const
const called = (rows: { id: string; application: { name: string } }[]): Named[] =>
  rows.map(({ id, application }) => ({ id, name: application.name }))

/** What audit entries name by id and people by name. Visitors are not among them: whoever reads the log need not see who came. */
const fetchers: Record<string, Fetch> = {
  User: async (db, ids) => {
    const members = await db.membership.findMany({ where: { userId: { in: ids } }, select: { userId: true, name: true } })
    return members.map(({ userId, name }) => ({ id: userId, name }))
  },
  Host: async (db, ids) => {
    const hosts = await db.host.findMany({ where: { id: { in: ids } }, select: { id: true, membership: { select: { name: true } } } })
    return hosts.map(({ id, membership }) => ({ id, name: membership.name }))
  },
  // A turnstile scans as devices do.
  Device: async (db, ids) => [
    ...(await db.device.findMany({ where: { id: { in: ids } }, select })),
    ...(await db.accessController.findMany({ where: { id: { in: ids } }, select })),
  ],
  AccessController: (db, ids) => db.accessController.findMany({ where: { id: { in: ids } }, select }),
  Gate: (db, ids) => db.gate.findMany({ where: { id: { in: ids } }, select }),
  Site: (db, ids) => db.site.findMany({ where: { id: { in: ids } }, select }),
  Agreement: (db, ids) => db.agreement.findMany({ where: { id: { in: ids } }, select }),
  VisitorType: (db, ids) => db.visitorType.findMany({ where: { id: { in: ids } }, select }),
  Room: (db, ids) => db.room.findMany({ where: { id: { in: ids } }, select }),
  Department: (db, ids) => db.department.findMany({ where: { id: { in: ids } }, select }),
  AccessRule: (db, ids) => db.accessRule.findMany({ where: { id: { in: ids } }, select }),
  Zone: (db, ids) => db.zone.findMany({ where: { id: { in: ids } }, select }),
  ApprovalChain: (db, ids) => db.approvalChain.findMany({ where: { id: { in: ids } }, select }),
  Role: (db, ids) => db.role.findMany({ where: { id: { in: ids } }, select }),
  Application: (db, ids) => db.apiApplication.findMany({ where: { id: { in: ids } }, select }),
  ApiKey: async (db, ids) => called(await db.apiKey.findMany({ where: { id: { in: ids } }, select: ofApplications })),
  ServiceClient: async (db, ids) => called(await db.serviceClient.findMany({ where: { id: { in: ids } }, select: ofApplications })),
  ProvisionedGroup: async (db, ids) => {
    const groups = await db.provisionedGroup.findMany({ where: { id: { in: ids } }, select: { id: true, displayName: true } })
    return groups.map(({ id, displayName }) => ({ id, name: displayName }))
  },
}

/**
 * What things of one kind are called in the organization now.
 * @param type as audit entries name it
 * @returns names in the order of the ids; null for what is gone, is elsewhere, or has no name
 */
export async function partyNames(db: TenantClient, type: string, ids: readonly string[]): Promise<(string | null)[]> {
  const fetch = Object.hasOwn(fetchers, type) ? fetchers[type] : undefined
  const names = new Map((fetch ? await fetch(db, [...ids]) : []).map(({ id, name }) => [id, name]))
  return ids.map((id) => names.get(id) ?? null)
}
