import { beforeEach, describe, expect, it } from 'vitest'
import { builtInRoles } from '../../../server/core/permissions'
import { isFailure } from '../../../server/core/errors'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { newId } from '../../../server/core/ids'
import { decideApproval } from '../../../server/domains/approvals/use-cases/decide-approval'
import { fillSeats } from '../../../server/domains/approvals/use-cases/fill-seats'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { as, book, createChain, decide, done, issueAll, person, requestOf, standing, step } from './chains'

let org: TestOrganization
let [anna, boris, vera]: TestUser[] = []
beforeEach(async () => {
  org = await createOrganization()
  anna = await createUser(org.id, 'Developer')
  boris = await createUser(org.id, 'Developer')
  vera = await createUser(org.id, 'Developer')
})
const who = (user: TestUser | undefined): TestUser => user ?? org.orgAdmin

const waiting = { visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] }
const active = { visit: 'SCHEDULED', passes: ['ACTIVE'] }

describe('a chain', () => {
  it('asks one step after the other, and signs the pass behind the last', async () => {
    await createChain(org, [step([person(who(anna).id)]), step([person(who(boris).id), person(who(vera).id)])])
    const id = await book(org)
    expect(await standing(id)).toEqual(waiting)
    expect(await decide(org, who(boris), id)).toMatchObject({ code: 'NOT_FOUND' })
    done(await decide(org, who(anna), id))
    await issueAll(org)
    expect(await standing(id)).toEqual(waiting)
    done(await decide(org, who(vera), id))
    await issueAll(org)
    expect(await standing(id)).toEqual(active)
    const request = await requestOf(id)
    expect(request).toMatchObject({ status: 'APPROVED' })
    const decisions = await prisma.approvalDecision.findMany({ where: { approvalRequestId: request.id }, orderBy: { id: 'asc' } })
    expect(decisions.map(({ step: at, deciderId, verdict }) => [at, deciderId, verdict])).toEqual([
      [0, who(anna).id, 'APPROVED'],
      [1, who(vera).id, 'APPROVED'],
    ])
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'approval.decide' } })).toBe(2)
  })

  it('waits for all of a step, or for as many as it says', async () => {
    const three = [who(anna), who(boris), who(vera)].map(({ id }) => person(id))
    await createChain(org, [step(three, { needed: 2 }), step(three, { needed: 'ALL' })])
    const id = await book(org)
    done(await decide(org, who(anna), id))
    expect((await requestOf(id)).step).toBe(0)
    expect(await decide(org, who(anna), id)).toMatchObject({ code: 'VALIDATION_FAILED' })
    done(await decide(org, who(boris), id))
    expect((await requestOf(id)).step).toBe(1)
    for (const user of [who(vera), who(anna), who(boris)]) done(await decide(org, user, id))
    await issueAll(org)
    expect(await standing(id)).toEqual(active)
  })

  it('ends with one who does not agree: the pass is withdrawn, the visit called off, the reason kept sealed', async () => {
    await createChain(org, [step([person(who(anna).id)]), step([person(who(boris).id)])])
    const id = await book(org)
    done(await decide(org, who(anna), id))
    done(await decide(org, who(boris), id, 'REFUSED'))
    expect(await standing(id)).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
    const request = await requestOf(id)
    expect(request.status).toBe('REFUSED')
    const refusal = await prisma.approvalDecision.findFirstOrThrow({ where: { approvalRequestId: request.id, verdict: 'REFUSED' } })
    expect(Buffer.from(refusal.sealedReason ?? []).toString()).not.toContain('Not this week')
    const visit = await prisma.appointment.findUniqueOrThrow({ where: { id } })
    expect(visit.cancelReason).toBeNull()
    expect(await decide(org, who(boris), id)).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('that holds for nothing of this leaves the visit as it is', async () => {
    const other = await prisma.site.create({
      data: { id: org.id, organizationId: org.id, name: 'Elsewhere', timeZone: 'Europe/Berlin' },
    })
    await createChain(org, [step([person(who(anna).id)])], { siteId: other.id })
    const id = await book(org)
    expect(await standing(id)).toEqual(active)
  })
})

describe('who may speak', () => {
  it('a deputy may decide in the place of another, and is told so', async () => {
    await createChain(org, [step([person(who(anna).id, who(boris).id)])])
    const id = await book(org)
    const { id: approvalRequestId } = await requestOf(id)
    const asks = await prisma.approvalAsk.findMany({ where: { approvalRequestId }, orderBy: { standing: 'asc' } })
    expect(asks.map(({ userId, standing: as, isCalled }) => [userId, as, isCalled])).toEqual([
      [who(anna).id, 'APPROVER', true],
      [who(boris).id, 'DEPUTY', false],
    ])
    done(await decide(org, who(boris), id))
    expect(await prisma.approvalDecision.findFirst({ where: { approvalRequestId } })).toMatchObject({
      seat: who(anna).id,
      deciderId: who(boris).id,
      standing: 'DEPUTY',
    })
  })

  it('whoever stands in for an approver who is absent may decide in their place and is called; before and after they may not', async () => {
    const [away, standIn] = [await createHost(org.id), await createHost(org.id)]
    const hour = 3_600_000
    const absence = await prisma.hostAbsence.create({
      data: {
        id: newId(),
        organizationId: org.id,
        hostId: away.id,
        deputyId: standIn.id,
        kind: 'VACATION',
        startsAt: new Date(Date.now() + hour),
        endsAt: new Date(Date.now() + 2 * hour),
        createdAt: new Date(),
      },
    })
    const asksOf = async (id: string) => {
      const { id: approvalRequestId } = await requestOf(id)
      const asks = await prisma.approvalAsk.findMany({ where: { approvalRequestId, closedAt: null }, orderBy: { standing: 'asc' } })
      return asks.map(({ seat, userId, standing: as, isCalled }) => ({ seat, userId, as, isCalled }))
    }
    const self = { seat: away.user.id, userId: away.user.id, as: 'APPROVER', isCalled: true }
    const named = { seat: away.user.id, userId: who(boris).id, as: 'DEPUTY' }
    const other = { seat: away.user.id, userId: standIn.user.id, as: 'DEPUTY', isCalled: true }
    await createChain(org, [step([person(away.user.id, who(boris).id)])])
    const early = await book(org)
    expect(await asksOf(early)).toEqual([self, { ...named, isCalled: false }])
    await fillSeats()
    expect(await asksOf(early)).toHaveLength(2)
    expect(await decide(org, standIn.user, early)).toMatchObject({ code: 'NOT_FOUND' })

    await prisma.hostAbsence.update({ where: { id: absence.id }, data: { startsAt: new Date(Date.now() - hour) } })
    const during = await book(org)
    const deputies = expect.arrayContaining([self, { ...named, isCalled: true }, other])
    expect(await asksOf(during)).toEqual(deputies)
    // Who was asked before the absence began is stood in for as well, once.
    await fillSeats()
    await fillSeats()
    expect(await asksOf(early)).toEqual(deputies)
    expect(await asksOf(early)).toHaveLength(3)
    for (const id of [early, during]) done(await decide(org, standIn.user, id))
    await issueAll(org)
    expect(await standing(early)).toEqual(active)
    expect(await standing(during)).toEqual(active)

    await prisma.hostAbsence.update({ where: { id: absence.id }, data: { endsAt: new Date(Date.now() - 1) } })
    expect(await asksOf(await book(org))).toEqual([self, { ...named, isCalled: false }])
  })

  it('whoever asks is asked nothing: the next step is, and administrators where nobody is left', async () => {
    await createChain(org, [step([person(org.host.user.id)]), step([person(who(anna).id)])])
    const id = await book(org)
    expect((await requestOf(id)).step).toBe(1)
    expect(await decide(org, org.host.user, id)).toMatchObject({ code: 'NOT_FOUND' })
    done(await decide(org, who(anna), id))
    await prisma.approvalChain.updateMany({
      where: { organizationId: org.id },
      data: { steps: [step([person(org.host.user.id)])] as never },
    })
    const alone = await book(org)
    expect(await decide(org, org.host.user, alone)).toMatchObject({ code: 'NOT_FOUND' })
    done(await decide(org, org.orgAdmin, alone))
    await issueAll(org)
    expect(await standing(alone)).toEqual(active)
  })

  it('the host is asked for what others book, by role the holders are, and the chain may let people agree to their own', async () => {
    const host = { kind: 'HOST' as const, userId: null, roleId: null, deputyId: null }
    const officers = { kind: 'ROLE' as const, userId: null, roleId: builtInRoles.SecurityOfficer.id, deputyId: null }
    await createChain(org, [step([host]), step([officers])])
    const id = await book(org, {}, as(org, org.operator))
    done(await decide(org, org.host.user, id))
    done(await decide(org, org.securityOfficer, id))
    await issueAll(org)
    expect(await standing(id)).toEqual(active)
    await prisma.approvalChain.updateMany({ where: { organizationId: org.id }, data: { allowsOwn: true, steps: [step([host])] as never } })
    const own = await book(org)
    done(await decide(org, org.host.user, own))
    await issueAll(org)
    expect(await standing(own)).toEqual(active)
  })

  it('whoever lost the role by which they are asked decides nothing', async () => {
    const officers = { kind: 'ROLE' as const, userId: null, roleId: builtInRoles.SecurityOfficer.id, deputyId: null }
    await createChain(org, [step([officers])])
    const id = await book(org)
    await prisma.userRole.deleteMany({ where: { userId: org.securityOfficer.id } })
    expect(await decide(org, org.securityOfficer, id)).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await standing(id)).toEqual(waiting)
  })
})

describe('a hundred at once', () => {
  it('leave one outcome: each step is decided once, and who comes late is told so', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => createUser(org.id, 'Developer')))
    await createChain(org, [step(people.map(({ id }) => person(id))), step([person(who(vera).id)])])
    const id = await book(org)
    const { id: approvalRequestId, turn } = await requestOf(id)
    const all = Array.from(
      { length: 100 },
      (_, place) => ({ user: people[place % 10] ?? who(anna), verdict: place % 3 ? 'APPROVED' : 'REFUSED' }) as const,
    )
    const answers = await Promise.all(
      all.map(({ user, verdict }) => decideApproval(as(org, user), { approvalRequestId, turn, verdict, reason: 'x' })),
    )
    const taken = answers.filter((answer) => !isFailure(answer))
    expect(taken).toHaveLength(1)
    expect(answers.filter(isFailure).every(({ code }) => code === 'VALIDATION_FAILED')).toBe(true)
    const decisions = await prisma.approvalDecision.findMany({ where: { approvalRequestId } })
    expect(decisions).toHaveLength(1)
    const state = await standing(id)
    if (decisions[0]?.verdict === 'REFUSED') expect(state).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
    else expect([state, (await requestOf(id)).step]).toEqual([waiting, 1])
  })

  it('and whoever calls the visit off meanwhile leave it called off or agreed to, never both', async () => {
    await createChain(org, [step([person(who(anna).id)])])
    for (let round = 0; round < 10; round++) {
      const id = await book(org)
      await Promise.all([decide(org, who(anna), id), cancelAppointment(asHost(org), { appointmentId: id, passes: 'REVOKE' })])
      await issueAll(org)
      expect(await standing(id)).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
      expect(['APPROVED', 'WITHDRAWN']).toContain((await requestOf(id)).status)
    }
  })
})

it('a visit that is called off while it waits is asked for no more, and keeps no pass', async () => {
  await createChain(org, [step([person(who(anna).id)])])
  const id = await book(org)
  done(await cancelAppointment(asHost(org), { appointmentId: id, passes: 'KEEP' }))
  expect(await standing(id)).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
  const request = await requestOf(id)
  expect(request.status).toBe('WITHDRAWN')
  expect(await prisma.approvalAsk.count({ where: { approvalRequestId: request.id, closedAt: null } })).toBe(0)
})
