import { describe, expect, it } from 'vitest'
import { signerOf } from '../../server/domains/credentials/use-cases/signing-keys'
import { prisma } from '../../server/infra/db'
import { redis } from '../../server/infra/redis'
import { createHost, createOrganization } from './organization'
import { asApiKey, asDevice, asHost, asOrgAdmin } from './principals'

describe('the organization of a test', () => {
  it('has everything that a visit needs, and nothing of another test', async () => {
    const [org, other] = await Promise.all([createOrganization(), createOrganization({ timeZone: 'Asia/Tokyo' })])
    const ctx = asOrgAdmin(org)
    expect(await ctx.db.site.findMany()).toMatchObject([{ id: org.site.id, timeZone: 'Europe/Berlin' }])
    expect(await ctx.db.gate.findMany({ orderBy: { name: 'desc' } })).toMatchObject(org.gates)
    expect(await ctx.db.host.findMany({ include: { user: true } })).toMatchObject([{ id: org.host.id, user: { name: org.host.user.name } }])
    expect(await ctx.db.userRole.count()).toBe(5)
    expect(other.id).not.toBe(org.id)
  })

  it('can sign passes', async () => {
    const org = await createOrganization()
    const { keyId } = await signerOf(org.id)
    expect(await prisma.signingKey.findMany({ where: { organizationId: org.id }, select: { keyId: true } })).toEqual([{ keyId }])
  })

  it('has principals with the rights of their roles', async () => {
    const org = await createOrganization()
    const second = await createHost(org.id)
    expect(asHost(org)).toMatchObject({ organizationId: org.id, hostId: org.host.id })
    expect(asHost(org, {}, second).hostId).toBe(second.id)
    expect(asHost(org).ownPermissions).toContain('appointment:create')
    expect(asHost(org).permissions).not.toContain('appointment:create')
    expect(asOrgAdmin(org).permissions).toContain('scan:override')
    expect((await asApiKey(org)).permissions).toContain('scan:admit')
    expect((await asDevice(org)).actor).toMatchObject({
      type: 'device',
      gates: new Map(org.gates.map((gate) => [gate.id, { mayAdmit: true, mayCheckOut: true }])),
    })
  })

  it('has a Redis of its own', async () => {
    await redis.set('seen', 'yes')
    expect(await redis.get('seen')).toBe('yes')
    expect(redis.options.db).toBeGreaterThan(0)
  })
})
