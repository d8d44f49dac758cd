import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { sendConflictNotice } from '../../../server/domains/notifications/use-cases/send-conflict-notice'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asOperator } from '../../setup/principals'
import { mailsOf } from '../watchlist/watching'
import { made } from './places'
import { signedPass } from './signed-pass'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const entry = (code: string, minutes = 1) => ({
  code,
  gateId: org.gates[0].id,
  direction: 'ENTRY' as const,
  nonce: newId(),
  occurredAt: new Date(Date.now() - minutes * 1_000),
  admitted: true,
})
const notices = () => prisma.conflictNotice.findMany({ where: { organizationId: org.id }, orderBy: { userId: 'asc' } })
const send = async () => {
  for (const { id } of await notices()) await sendConflictNotice({ eventId: newId(), organizationId: org.id }, { conflictNoticeId: id })
}

describe('conflicts', () => {
  it('are told by one mail of an upload to those who may decide against a verdict, everywhere or at the site; nobody is named', async () => {
    const [pass, other] = [await signedPass(org), await signedPass(org)]
    const local = await createUser(org.id, 'Host')
    await prisma.userRole.create({
      data: {
        id: newId(),
        organizationId: org.id,
        userId: local.id,
        roleId: '00000000-0000-7000-8000-000000000003',
        siteId: org.site.id,
        place: org.site.id,
      },
    })
    const scans = [pass, pass, other, other].map(({ code }, place) => entry(code, 9 - place))
    const told = await made(uploadScans(asOperator(org), { scans: [...scans, entry('nobody knows it')] }))
    expect(told.filter(({ result }) => result === 'CONFLICT')).toHaveLength(3)
    expect((await notices()).map(({ userId }) => userId)).toEqual([org.orgAdmin.id, org.securityOfficer.id, local.id].toSorted())
    await send()
    await send()
    const mails = (await mailsOf(org)).filter((mail) => mail.includes(org.securityOfficer.email))
    expect(mails).toHaveLength(1)
    expect(mails[0]).toContain('Passages contradict each other')
    expect(mails[0]).not.toMatch(/Anna|Petrova/)
    // The same scans sent again are no news; another conflict is, once the mail before has gone out.
    await made(uploadScans(asOperator(org), { scans }))
    expect(await notices()).toHaveLength(3)
    await made(uploadScans(asOperator(org), { scans: [entry('nobody knows that either')] }))
    expect(await notices()).toHaveLength(6)
  })

  it('of good scans there are none', async () => {
    const pass = await signedPass(org)
    await made(uploadScans(asOperator(org), { scans: [entry(pass.code)] }))
    expect(await notices()).toEqual([])
  })
})
