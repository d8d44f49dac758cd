import { beforeAll, describe, expect, it } from 'vitest'
import { readRelations } from '../../tests/integration/schema/prisma-schema'
import { createOrganization, type TestOrganization } from '../../tests/setup/organization'
import { createVisit, type TestVisit } from '../../tests/setup/visits'
import { newId } from '../core/ids'
import { builtInRoles } from '../core/permissions'
import { prisma } from './db'
import { tenantClient, type TenantClient } from './tenant-client'
import { guardArgs, TenantGuardError } from './tenant-guard'

let own: TestOrganization
let other: TestOrganization
let ownVisit: TestVisit
let otherVisit: TestVisit
let db: TenantClient

beforeAll(async () => {
  ;[own, other] = await Promise.all([createOrganization(), createOrganization()])
  ;[ownVisit, otherVisit] = await Promise.all([createVisit(own), createVisit(other)])
  // The own host also works for the other organization: the one bridge that the schema has between tenants.
  await prisma.membership.create({
    data: { id: newId(), organizationId: other.id, userId: own.host.user.id, name: 'Bridge', createdAt: new Date() },
  })
  await prisma.host.create({ data: { id: newId(), organizationId: other.id, userId: own.host.user.id } })
  db = tenantClient(own.id)
})

const foreign = () => ({ where: { id: otherVisit.visitorId } })
const notFound = { code: 'P2025' }

describe('reading', () => {
  it('finds the own rows', async () => {
    expect(await db.visitor.findMany()).toMatchObject([{ id: ownVisit.visitorId }])
    expect(await db.visitor.findUnique({ where: { id: ownVisit.visitorId } })).toMatchObject({ organizationId: own.id })
  })

  it('finds nothing of another organization, by any operation', async () => {
    expect(await db.visitor.findUnique(foreign())).toBeNull()
    expect(await db.visitor.findFirst(foreign())).toBeNull()
    expect(await db.visitor.findMany(foreign())).toEqual([])
    expect(await db.visitor.count(foreign())).toBe(0)
    expect(await db.visitor.aggregate({ ...foreign(), _count: true })).toEqual({ _count: 0 })
    expect(await db.visitor.groupBy({ by: ['organizationId'], _count: true })).toEqual([{ organizationId: own.id, _count: 1 }])
    await expect(db.visitor.findUniqueOrThrow(foreign())).rejects.toMatchObject(notFound)
    await expect(db.visitor.findFirstOrThrow(foreign())).rejects.toMatchObject(notFound)
    const byPair = { where: { organizationId_id: { organizationId: other.id, id: otherVisit.visitorId } } }
    expect(await db.visitor.findUnique(byPair)).toBeNull()
    expect(await db.site.findUnique({ where: { id: other.site.id } }).gates()).toBeNull()
  })

  it('is not talked out of the organization by OR, NOT or a filter on a relation', async () => {
    const ids = { in: [ownVisit.visitorId, otherVisit.visitorId] }
    expect(await db.visitor.count({ where: { OR: [{ id: ids }, { organizationId: other.id }] } })).toBe(1)
    expect(await db.visitor.count({ where: { NOT: { organizationId: own.id } } })).toBe(0)
    expect(await db.visitor.count({ where: { visitPasses: { some: { site: { organizationId: other.id } } } } })).toBe(0)
    expect(await db.visitor.count({ where: { visitPasses: { none: { id: otherVisit.passId } } } })).toBe(1)
  })

  it('narrows lists below a shared row, however deep', async () => {
    const shared = await db.host.findUniqueOrThrow({ where: { id: own.host.id }, include: { user: { include: { hosts: true } } } })
    expect(shared.user.hosts.map((host) => host.organizationId)).toEqual([own.id])
    const selected = await db.appointment.findMany({
      select: {
        host: {
          select: {
            user: {
              select: {
                roles: true,
                hosts: { where: { OR: [{ id: { not: '' } }, { organizationId: other.id }] }, select: { organization: true } },
              },
            },
          },
        },
      },
    })
    expect(JSON.stringify(selected)).not.toContain(other.id)
    expect(selected[0]?.host.user.hosts).toHaveLength(1)
    const unguarded = await prisma.host.findUniqueOrThrow({ where: { id: own.host.id }, include: { user: { include: { hosts: true } } } })
    expect(unguarded.user.hosts).toHaveLength(2)
  })

  it('gives the own row with its single relations', async () => {
    const pass = await db.visitPass.findUniqueOrThrow({
      where: { id: ownVisit.passId },
      include: { visitor: true, appointment: { include: { host: true, room: true } }, checkins: true },
    })
    expect(pass).toMatchObject({
      visitor: { id: ownVisit.visitorId },
      appointment: { host: { id: own.host.id }, room: { id: own.room.id } },
      checkins: [],
    })
  })

  it('narrows every list and no single relation of the schema', () => {
    const reachable = new Set(['Organization', 'User', 'Role', 'RolePermission'])
    for (const [model, relations] of readRelations('prisma/schema')) {
      if (!('organizationId' in (Reflect.get(prisma, model[0]?.toLowerCase() + model.slice(1)) as { fields: object }).fields)) continue
      for (const { name, target, list } of relations) {
        const isShared = reachable.has(target) && target !== 'Role'
        if (target === 'OutboxReaction') continue
        const guarded = guardArgs(model, 'findMany', { include: { [name]: true } }, own.id)
        expect(guarded, `${model}.${name}`).toEqual({
          where: { organizationId: own.id },
          include: { [name]: list && !isShared ? { where: { organizationId: own.id } } : true },
        })
      }
    }
  })
})

describe('writing', () => {
  it('changes and deletes nothing of another organization', async () => {
    const data = { locale: 'RU' as const }
    await expect(db.visitor.update({ ...foreign(), data })).rejects.toMatchObject(notFound)
    expect(await db.visitor.updateMany({ ...foreign(), data })).toEqual({ count: 0 })
    await expect(db.room.delete({ where: { id: other.room.id } })).rejects.toMatchObject(notFound)
    expect(await db.room.deleteMany({ where: { id: other.room.id } })).toEqual({ count: 0 })
    expect(await prisma.visitor.findUnique(foreign())).toMatchObject({ locale: 'EN' })
    expect(await prisma.room.count({ where: { id: other.room.id } })).toBe(1)
  })

  it('puts new rows into the organization, in a transaction too', async () => {
    const rooms = [newId(), newId(), newId()].map((id) => ({ id, organizationId: own.id, siteId: own.site.id, name: 'New', capacity: 2 }))
    await db.$transaction(async (tx) => {
      await tx.room.create({ data: rooms[0]! })
      await tx.room.createMany({ data: rooms.slice(1) })
      expect(await tx.room.findUnique({ where: { id: other.room.id } })).toBeNull()
    })
    expect(await db.room.deleteMany({ where: { name: 'New' } })).toEqual({ count: 3 })
  })

  it('changes what belongs to a row through that row only', async () => {
    const permissions = { create: [{ permission: 'gate:read' }] }
    const mine = await db.role.create({ data: { id: newId(), organizationId: own.id, key: 'Mine', name: 'Mine', permissions } })
    const [theirs, change] = [newId(), { permissions: { deleteMany: {}, create: [{ permission: 'audit:read' }] } }]
    await prisma.role.create({ data: { id: theirs, organizationId: other.id, key: 'Theirs', name: 'Theirs', permissions } })
    await db.role.update({ where: { id: mine.id }, data: change })
    for (const id of [theirs, builtInRoles.Operator.id])
      await expect(db.role.update({ where: { id }, data: change })).rejects.toMatchObject(notFound)
    const rights = async (roleId: string) => (await prisma.rolePermission.findMany({ where: { roleId } })).map((row) => row.permission)
    expect([await rights(mine.id), await rights(theirs)]).toEqual([['audit:read'], ['gate:read']])
    expect(await rights(builtInRoles.Operator.id)).toHaveLength(builtInRoles.Operator.permissions.length)
  })

  it('cannot point at rows of another organization: the composite keys refuse', async () => {
    const room = { organizationId: own.id, name: 'Stray', capacity: 1 }
    await expect(db.room.create({ data: { ...room, id: newId(), siteId: other.site.id } })).rejects.toMatchObject({ code: 'P2003' })
    await expect(db.visitPass.update({ where: { id: ownVisit.passId }, data: { visitorId: otherVisit.visitorId } })).rejects.toMatchObject({
      code: 'P2003',
    })
    await expect(db.appointment.updateMany({ data: { hostId: other.host.id } })).rejects.toMatchObject({ code: 'P2003' })
    await expect(prisma.room.create({ data: { ...room, id: newId(), siteId: other.site.id } })).rejects.toMatchObject({ code: 'P2003' })
  })
})

describe('the guard refuses', () => {
  const args = (model: string, operation: string, given: unknown) => () => guardArgs(model, operation, given, 'own')

  it.each<[string, string, string, unknown]>([
    ['an operation that it does not know', 'Visitor', 'upsert', { where: { id: '1' } }],
    ['another', 'Visitor', 'findRaw', {}],
    ['a model of nobody', 'User', 'findMany', {}],
    ['a model that does not exist', 'Nothing', 'findMany', {}],
    ["a filter on another's organization", 'Visitor', 'findMany', { where: { organizationId: 'other' } }],
    ['such a filter in other words', 'Visitor', 'findMany', { where: { organizationId: { not: 'own' } } }],
    [
      'such a filter on a nested list',
      'Host',
      'findMany',
      { include: { user: { include: { hosts: { where: { organizationId: 'other' } } } } } },
    ],
    ['data of another organization', 'Visitor', 'create', { data: { organizationId: 'other' } }],
    ['data of several', 'Visitor', 'createMany', { data: [{ organizationId: 'own' }, { organizationId: 'other' }] }],
    ['a row moved to another', 'Visitor', 'update', { where: { id: '1' }, data: { organizationId: 'other' } }],
    ['a row moved in other words', 'Visitor', 'update', { where: { id: '1' }, data: { organizationId: { set: 'other' } } }],
    ['a nested connect', 'VisitPass', 'update', { where: { id: '1' }, data: { visitor: { connect: { id: '2' } } } }],
    ['a nested create', 'Appointment', 'create', { data: { visitPasses: { create: {} } } }],
    ['a nested deleteMany', 'Site', 'update', { where: { id: '1' }, data: { gates: { deleteMany: {} } } }],
    [
      'a part that names another row',
      'Role',
      'create',
      { data: { permissions: { create: [{ permission: 'x', role: { connect: { id: '2' } } }] } } },
    ],
    ['a part that is connected', 'Role', 'update', { where: { id: '1' }, data: { permissions: { connect: { roleId_permission: {} } } } }],
    ['holders made with a role', 'Role', 'create', { data: { users: { create: { userId: '1' } } } }],
    ['a count of related rows', 'Site', 'findMany', { include: { _count: true } }],
    ['a nested count', 'Host', 'findMany', { include: { user: { select: { _count: { select: { hosts: true } } } } } }],
    ['a relation to an unguarded model', 'OutboxEvent', 'findMany', { include: { reactions: true } }],
    ['a filter through an unguarded model', 'OutboxEvent', 'findMany', { where: { reactions: { some: {} } } }],
    [
      'a filter that leaves through a shared row',
      'Host',
      'findMany',
      { where: { user: { hosts: { some: { organizationId: 'other' } } } } },
    ],
    [
      'the same, hidden deeper',
      'Appointment',
      'findMany',
      { where: { OR: [{ AND: [{ host: { is: { user: { is: { NOT: { roles: { none: {} } } } } } } }] }] } },
    ],
    ['an order by rows behind a shared row', 'Host', 'findMany', { orderBy: [{ user: { hosts: { _count: 'desc' } } }] }],
    ['a cursor, which would find its row in any organization', 'Visitor', 'findMany', { cursor: { id: '1' } }],
    ['a nested cursor', 'Site', 'findMany', { include: { gates: { cursor: { id: '1' } } } }],
    ['a word that it does not know', 'Visitor', 'findMany', { somehow: true }],
  ])('%s', (_, model, operation, given) => expect(args(model, operation, given)).toThrow(TenantGuardError))

  it('raw queries', async () => {
    await expect(db.$queryRaw`SELECT 1`).rejects.toThrow('not available on a tenant client')
    await expect(db.$executeRawUnsafe('DO 1')).rejects.toThrow('not available on a tenant client')
    await expect(db.$transaction((tx) => tx.$queryRawUnsafe('SELECT 1'))).rejects.toThrow('not available on a tenant client')
    await expect(db.$queryRaw`SELECT id FROM visitors WHERE organization_id = ${other.id}`).rejects.toThrow(TenantGuardError)
    await expect(db.$queryRaw`DELETE FROM visitors WHERE organization_id = ${own.id}`).rejects.toThrow(TenantGuardError)
    await expect(db.$executeRaw`SELECT ${own.id}`).rejects.toThrow(TenantGuardError)
  })

  it('does not refuse a statement by hand that reads and names the own organization first, in a transaction too', async () => {
    const ids = (tx: Pick<TenantClient, '$queryRaw'>) => tx.$queryRaw`SELECT id FROM visitors WHERE organization_id = ${own.id}`
    expect(await ids(db)).toEqual([{ id: ownVisit.visitorId }])
    expect(await db.$transaction((tx) => ids(tx))).toEqual([{ id: ownVisit.visitorId }])
  })

  it('does not refuse filters, orders and selections that stay inside', async () => {
    const hosts = await db.host.findMany({
      where: { user: { name: { contains: 'Host' } } },
      orderBy: [{ user: { name: 'asc' } }, { appointments: { _count: 'asc' } }],
    })
    expect(hosts).toMatchObject([{ id: own.host.id }])
  })
})
