import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { nameCompanion } from '../../../server/domains/appointments/use-cases/companions/name-companion'
import { setGuestPolicy } from '../../../server/domains/organizations/use-cases/guest-policy'
import { setVisitorType } from '../../../server/domains/visitor-types/use-cases/set-visitor-type'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asHost, asOrgAdmin } from '../../setup/principals'
import { asGuest, openedInvite } from '../guests/opened'
import { book, createChain, decide, done, issueAll, person, requestOf, standing, step } from './chains'

let org: TestOrganization
let approver: TestUser
let contractor: string
beforeEach(async () => {
  org = await createOrganization()
  approver = await createUser(org.id, 'Developer')
  contractor = newId()
  await prisma.visitorType.create({ data: { id: contractor, organizationId: org.id, name: 'Contractor', createdAt: new Date() } })
})

const passOf = (appointmentId: string) => prisma.visitPass.findFirstOrThrow({ where: { appointmentId }, orderBy: { id: 'asc' } })
async function retype(appointmentId: string, visitorTypeId: string | null): Promise<void> {
  const { id } = await passOf(appointmentId)
  done(await setVisitorType(asHost(org), { visitPassId: id, visitorTypeId }))
  await issueAll(org)
}

describe('a guest who is of another type now', () => {
  it('waits for those who agree to guests of that type, and the code counts no more', async () => {
    await createChain(org, [step([person(approver.id)])], { visitorTypeId: contractor })
    const id = await book(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    await retype(id, contractor)
    expect(await standing(id)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    expect(await passOf(id)).toMatchObject({ qrToken: null, shortCode: null })
    done(await decide(org, approver, id))
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
  })

  it('waits no longer where nobody has to agree, and nobody is asked any more', async () => {
    await createChain(org, [step([person(approver.id)])], { visitorTypeId: contractor })
    const id = await book(org, { visitorTypeId: contractor })
    expect(await standing(id)).toMatchObject({ passes: ['PENDING_APPROVAL'] })
    await retype(id, null)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    expect(await requestOf(id)).toMatchObject({ status: 'WITHDRAWN' })
  })

  it('goes on waiting under one chain for all, and passes with the word about the new type', async () => {
    await createChain(org, [step([person(approver.id)])])
    const id = await book(org)
    await retype(id, contractor)
    expect(await prisma.approvalRequest.count({ where: { visits: { some: { appointmentId: id } }, status: 'PENDING' } })).toBe(1)
    done(await decide(org, approver, id))
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
  })

  it('is not asked for again under the chain that has agreed', async () => {
    await createChain(org, [step([person(approver.id)])])
    const id = await book(org)
    done(await decide(org, approver, id))
    await issueAll(org)
    await retype(id, contractor)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
  })
})

describe('somebody whom a guest brings along', () => {
  it('waits for those who agree; the guest who was agreed to keeps the pass', async () => {
    await createChain(org, [step([person(approver.id)])])
    await setGuestPolicy(asOrgAdmin(org), { companions: 2, privacyContact: null })
    const id = await book(org)
    done(await decide(org, approver, id))
    await issueAll(org)
    done(await nameCompanion(asGuest(org), await openedInvite((await passOf(id)).id), { name: 'Boris Volkov' }))
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['ACTIVE', 'PENDING_APPROVAL'] })
    done(await decide(org, approver, id))
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE', 'ACTIVE'] })
  })
})
