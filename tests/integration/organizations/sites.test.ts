import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'
import { overrideScan } from '../../../server/domains/access-control/use-cases/override-scan'
import { scan, signedPass, verdict, wordOf } from '../scan/signed-pass'
import { change, madeGate, madeSite, siteContent } from './site-calls'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const trace = (action: string, entityId: string) => prisma.auditLog.findMany({ where: { action, entityId } })
const close = (siteId = org.site.id) => change(asOrgAdmin(org), 'closeSite', { siteId: gid('Site', siteId) })
const reopen = (siteId = org.site.id) => change(asOrgAdmin(org), 'reopenSite', { siteId: gid('Site', siteId) })

/** A guest of the organization's host. */
const invite = (siteId: string) =>
  inviteGuest(asHost(org), {
    visitor: { name: 'Anna Petrova', email: `${randomUUID()}@guest.example`, locale: 'EN' },
    siteId,
    startsAt: new Date(),
    endsAt: new Date(Date.now() + 3_600_000),
  })

describe('a site', () => {
  it('is made and changed, each with what was before and after in the audit log', async () => {
    const ctx = asOrgAdmin(org)
    const first = { ...siteContent, name: 'Annex', address: null, directions: null, whatToBring: null }
    const id = await madeSite(ctx, { name: ' Annex ', address: '  ' })
    expect(await trace('site.create', id)).toMatchObject([{ actorId: org.orgAdmin.id, details: { before: null, after: first } }])

    const second = { ...first, name: 'Tower', timeZone: 'Asia/Tokyo', address: 'Marunouchi 1', identityCheck: true }
    const input = { siteId: gid('Site', id), ...second }
    expect(await change(ctx, 'updateSite', input)).toMatchObject({
      __typename: 'UpdateSiteSuccess',
      site: { name: 'Tower', timeZone: 'Asia/Tokyo', address: 'Marunouchi 1' },
    })
    await change(ctx, 'updateSite', input)
    expect(await trace('site.update', id)).toMatchObject([{ details: { before: first, after: second } }])
  })

  it('is made once per idempotency key', async () => {
    const key = randomUUID()
    const id = await madeSite(asOrgAdmin(org), { idempotencyKey: key })
    expect(await madeSite(asOrgAdmin(org), { idempotencyKey: key })).toBe(id)
    const other = await change(asOrgAdmin(org), 'createSite', { ...siteContent, name: 'Other', idempotencyKey: key })
    expect(other.__typename).toBe('IdempotencyKeyReused')
  })

  it.each([
    ['a name', { name: ' ' }, 'name'],
    ['a name of bounded length', { name: 'x'.repeat(201) }, 'name'],
    ['a zone that exists', { timeZone: 'Europe/Atlantis' }, 'timeZone'],
    ['a zone rather than an offset', { timeZone: '+03:00' }, 'timeZone'],
    ['an address without control characters', { address: 'a\u0007b' }, 'address'],
  ])('needs %s', async (_, more, field) => {
    const answer = await change(asOrgAdmin(org), 'createSite', { ...siteContent, ...more })
    expect(answer).toMatchObject({ __typename: 'ValidationFailed', fields: [{ path: ['input', field] }] })
  })

  it('is changed by those alone who manage the organization, and is not found by another organization', async () => {
    const siteId = gid('Site', org.site.id)
    for (const [field, input] of Object.entries({
      createSite: siteContent,
      updateSite: { siteId, ...siteContent },
      closeSite: { siteId },
      reopenSite: { siteId },
      createGate: { siteId, name: 'x' },
    })) {
      await expect(change(asOperator(org), field, input), field).rejects.toThrow('FORBIDDEN')
      await expect(change(asSecurityOfficer(org), field, input), field).rejects.toThrow('FORBIDDEN')
    }
    const theirs = asOrgAdmin(await createOrganization())
    expect(await change(theirs, 'closeSite', { siteId })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'siteId'] })
    expect(await change(theirs, 'updateSite', { siteId, ...siteContent })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await change(theirs, 'reopenSite', { siteId })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await change(theirs, 'createGate', { siteId, name: 'x' })).toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('closing a site', () => {
  it('takes it from the lists and is undone by opening it again, both audited once', async () => {
    const documents = { sites: '{ sites(first: 10) { edges { node { id } } } }', gates: '{ gates(first: 10) { edges { node { id } } } }' }
    const count = async (field: 'sites' | 'gates') =>
      (await dataOf<Record<string, { edges: unknown[] }>>(asOperator(org), documents[field]))[field]?.edges.length
    expect([await count('sites'), await count('gates')]).toEqual([1, 2])
    expect((await close()).site?.closedAt).toEqual(expect.any(String))
    expect(await close()).toMatchObject({ __typename: 'CloseSiteSuccess' })
    expect([await count('sites'), await count('gates')]).toEqual([0, 0])
    const closed = await dataOf(
      asOperator(org),
      '{ sites(first: 10, filter: { isClosed: true }) { edges { node { id gates(first: 5) { edges { node { name } } } } } } }',
    )
    expect(closed).toMatchObject({ sites: { edges: [{ node: { id: gid('Site', org.site.id), gates: { edges: [{}, {}] } } }] } })
    expect(await reopen()).toMatchObject({ __typename: 'ReopenSiteSuccess', site: { closedAt: null } })
    await reopen()
    expect([await count('sites'), await count('gates')]).toEqual([1, 2])
    expect(await trace('site.close', org.site.id)).toMatchObject([{ details: { before: { status: 'OPEN' }, after: { status: 'CLOSED' } } }])
    expect(await trace('site.reopen', org.site.id)).toHaveLength(1)
  })

  it('is refused with the number of those whom it would strand: inside, expected, with a pass that holds', async () => {
    const pass = await signedPass(org)
    expect(await verdict(asOperator(org), org, pass.code)).toBe('ScanAdmitted')
    const refusals: (string | undefined)[] = []
    const refused = async () => refusals.push((await close()).fields?.[0]?.message)
    await refused()
    expect(await verdict(asOperator(org), org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    await refused()
    const other = await signedPass(org)
    for (const { appointmentId } of [pass, other]) await cancelAppointment(asHost(org), { appointmentId, passes: 'KEEP' })
    await refused()
    expect(refusals).toEqual([
      expect.stringMatching(/^Guests are inside the site: 1\./),
      expect.stringMatching(/^Visits are booked at the site: 1\./),
      expect.stringMatching(/^Passes for the site still hold: 1\./),
    ])
    await prisma.visitPass.update({ where: { id: other.id }, data: { status: 'REVOKED' } })
    expect((await close()).__typename).toBe('CloseSiteSuccess')
  })

  it('ends inviting and letting in; leaving is recorded all the same', async () => {
    const pass = await signedPass(org)
    await prisma.site.update({ where: { id: org.site.id }, data: { closedAt: new Date() } })
    expect(await invite(org.site.id)).toMatchObject({ failure: 'ValidationFailed', path: ['input', 'siteId'] })
    expect(await change(asOrgAdmin(org), 'createGate', { siteId: gid('Site', org.site.id), name: 'x' })).toMatchObject({
      __typename: 'ValidationFailed',
    })
    expect(await scan(asOperator(org), org, pass.code)).toMatchObject({ failure: 'ValidationFailed', path: ['input', 'gateId'] })
    const forced = { gateId: org.gates[0].id, direction: 'ENTRY' as const, nonce: randomUUID(), reason: 'x', visitPassId: pass.id }
    expect(wordOf(await overrideScan(asSecurityOfficer(org), forced))).toBe('VALIDATION_FAILED')
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(0)
    expect(await verdict(asOperator(org), org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
  })

  it('and inviting at once leave no visit at a closed site', async () => {
    for (let round = 0; round < 8; round++) {
      const siteId = await madeSite(asOrgAdmin(org))
      await madeGate(asOrgAdmin(org), siteId)
      const [closed, ...invited] = await Promise.all([close(siteId), ...Array.from({ length: 4 }, () => invite(siteId))])
      const booked = invited.filter((answer) => !isFailure(answer)).length
      expect(booked, `closed: ${closed.__typename}`).toBe(
        closed.__typename === 'CloseSiteSuccess' ? 0 : await prisma.appointment.count({ where: { siteId } }),
      )
      expect(closed.__typename === 'CloseSiteSuccess' || booked > 0).toBe(true)
    }
  })
})

it('a host cannot change places, whose details everybody who works here may read', async () => {
  const { errors } = await call(asHost(org), `mutation { closeSite(input: { siteId: "${gid('Site', org.site.id)}" }) { __typename } }`)
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  const shown = await dataOf(asHost(org), '{ sites(first: 1) { edges { node { whatToBring identityCheck directions } } } }')
  expect(shown).toMatchObject({ sites: { edges: [{ node: { whatToBring: 'A passport', identityCheck: false, directions: null } }] } })
})
