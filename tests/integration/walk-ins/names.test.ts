import { personKeyOf } from '#shared/roll-call'
import { beforeAll, describe, expect, it } from 'vitest'
import { keepStays } from '../../../server/domains/access-control/use-cases/presence/keep-stays'
import { updateStayPolicy } from '../../../server/domains/access-control/use-cases/presence/stay-policy'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { startRollCall } from '../../../server/domains/roll-calls/use-cases/start-roll-call'
import { findNames } from '../../../server/domains/walk-ins/use-cases/find-names'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDevice, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { signedPass, verdict } from '../scan/signed-pass'
import { overdueGuest } from '../scan/stay-work'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const listed = async (ctx = asOperator(org), siteId = org.site.id) => (await findNames(ctx, { siteId }))?.names ?? null
const ids = async () => (await listed())?.map(({ visitPassId }) => visitPassId)

describe('names that a device keeps', () => {
  it('are of who is inside or may still come today, and of nobody else', async () => {
    const expected = await signedPass(org)
    const inside = await signedPass(org)
    expect(await verdict(asOperator(org), org, inside.code)).toBe('ScanAdmitted')
    const left = await signedPass(org)
    for (const direction of ['ENTRY', 'EXIT'] as const)
      expect(await verdict(asOperator(org), org, left.code, { direction })).toBe('ScanAdmitted')
    const revoked = await signedPass(org)
    await revokeVisitPass(asHost(org), { visitPassId: revoked.id, reason: 'Mixed up' })
    const names = await listed()
    expect(names?.map(({ visitPassId }) => visitPassId).toSorted()).toEqual([expected.id, inside.id].toSorted())
    const found = names?.find(({ visitPassId }) => visitPassId === inside.id)
    expect(found).toMatchObject({ places: [''], status: 'USED' })
    expect(found?.insideSince).toBeInstanceOf(Date)
    expect(names?.find(({ visitPassId }) => visitPassId === expected.id)).toMatchObject({ places: [], insideSince: null })
  })

  it('are also of who counts as gone although nobody saw them leave', async () => {
    const own = await createOrganization()
    const guest = await overdueGuest(own)
    await updateStayPolicy(asOrgAdmin(own), { siteId: own.site.id, remindsGuest: false, checkOutMinutes: 5 })
    expect(await keepStays(new Date(), own.id)).toBe(1)
    const [found] = (await findNames(asOperator(own), { siteId: own.site.id }))?.names ?? []
    expect(found).toMatchObject({ visitPassId: guest.id, places: [], insideSince: null, leftUnseen: [expect.any(Date)] })
    // A roll call that was begun on the device is one with the server's.
    const call = await startRollCall(asSecurityOfficer(own), { siteId: own.site.id, kind: 'DRILL' })
    const people = await prisma.rollCallPerson.findMany({ where: { organizationId: own.id } })
    expect(call).toMatchObject({ siteId: own.site.id })
    expect(people).toMatchObject([{ key: personKeyOf(guest.id, 1), visitPassId: guest.id, leftUnseenAt: found?.leftUnseen[0] }])
  })

  it('are none where the site has no grace', async () => {
    const before = await ids()
    await prisma.accessState.updateMany({ where: { siteId: org.site.id }, data: { offlineGraceMinutes: 0 } })
    expect(await findNames(asOperator(org), { siteId: org.site.id })).toEqual({ graceMinutes: 0, names: [], after: null })
    await prisma.accessState.updateMany({ where: { siteId: org.site.id }, data: { offlineGraceMinutes: 240 } })
    expect(await ids()).toEqual(before)
  })

  it('are for people who let guests in, of their own organization', async () => {
    expect(await listed(asSecurityOfficer(org))).not.toBeNull()
    const other = await createOrganization()
    expect(await listed(asOperator(other))).toBeNull()
    for (const ctx of [await asDevice(org), await asApiKey(org), asHost(org)])
      await expect(findNames(ctx, { siteId: org.site.id })).rejects.toMatchObject({ name: 'Refusal' })
  })
})
