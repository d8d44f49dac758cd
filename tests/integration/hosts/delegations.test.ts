import { beforeEach, describe, expect, it } from 'vitest'
import { addAbsence } from '../../../server/domains/hosts/use-cases/absences'
import { endDelegation, nameDelegate, setDelegationNotices } from '../../../server/domains/hosts/use-cases/delegations'
import { delegatesOf, findDelegations } from '../../../server/domains/hosts/use-cases/find-delegations'
import { suspendUser } from '../../../server/domains/security/use-cases/suspend-user'
import { builtInRoles } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asHost, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { createVisit, type TestVisit } from '../../setup/visits'
import { dataOf, gid } from '../api/graphql-call'
import { inSession, send } from '../security/sessions-of-people'
import { done, lend, visitFor } from './acting'

let org: TestOrganization
let assistant: TestOrganization['host']
let visit: TestVisit
beforeEach(async () => {
  org = await createOrganization()
  assistant = await createHost(org.id)
  visit = await createVisit(org)
})

const now = () => new Date()
/** The assistant, recognised anew. */
const acting = () => inSession(assistant.user, org.id, now)
const appointments = async () => {
  const document = '{ appointments(first: 20) { edges { node { id host { id } } } } }'
  const answer = await dataOf<{ appointments: { edges: { node: { id: string } }[] } }>(await acting(), document)
  return answer.appointments.edges.map(({ node }) => node.id)
}
const seesVisit = async () => (await appointments()).includes(gid('Appointment', visit.appointmentId))
const actorOf = async (action: string) => {
  const { actorId, details } = await prisma.auditLog.findFirstOrThrow({
    where: { organizationId: org.id, action },
    orderBy: { id: 'desc' },
  })
  return { actorId, actedFor: (details as { actedFor?: string }).actedFor }
}

describe('somebody whom a host lets act for them', () => {
  it('sees, makes, changes and calls off their visits; the log says for whom, and nothing where they act for themselves', async () => {
    expect(await seesVisit()).toBe(false)
    expect((await send(await acting(), 'inviteGuest', visitFor(org, org.host.id))).__typename).toBe('NotFound')
    await lend(org, assistant.id)
    expect(await seesVisit()).toBe(true)
    const ctx = await acting()
    const made = await send(ctx, 'inviteGuest', visitFor(org, org.host.id), 'appointment { id version host { id } }')
    const appointment = made.appointment as { id: string; version: number; host: { id: string } }
    expect(appointment.host.id).toBe(gid('Host', org.host.id))
    const both = { actorId: assistant.user.id, actedFor: org.host.id }
    expect(await actorOf('appointment.create')).toEqual(both)
    const change = { appointmentId: appointment.id, version: appointment.version, title: 'Moved' }
    expect((await send(ctx, 'updateAppointment', change)).__typename).toBe('UpdateAppointmentSuccess')
    expect(await actorOf('appointment.update')).toEqual(both)
    expect((await send(ctx, 'cancelAppointment', { appointmentId: appointment.id, passes: 'REVOKE' })).__typename).toBe(
      'CancelAppointmentSuccess',
    )
    expect(await actorOf('appointment.cancel')).toEqual(both)
    expect((await send(ctx, 'revokeVisitPass', { visitPassId: gid('VisitPass', visit.passId), reason: 'x' })).__typename).toBe(
      'RevokeVisitPassSuccess',
    )
    expect(await actorOf('pass.revoke')).toEqual(both)
    await send(ctx, 'inviteGuest', visitFor(org, assistant.id))
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'appointment.create' } })).toBe(1)
    const shown = '{ auditLog(first: 1, action: "pass.revoke") { edges { node { actorName actedForName } } } }'
    const { auditLog } = await dataOf<{ auditLog: { edges: { node: object }[] } }>(asSecurityOfficer(org), shown)
    expect(auditLog.edges[0]?.node).toEqual({ actorName: assistant.user.name, actedForName: org.host.user.name })
  })

  it('may no more than the host may, hands nothing on, and nothing once the host may nothing', async () => {
    await lend(org, assistant.id)
    const third = await createHost(org.id)
    done(await nameDelegate(asHost(org, {}, assistant), { delegateId: third.id }))
    const ofThird = await inSession(third.user, org.id, now)
    expect(ofThird.delegated.get('appointment:read')).toEqual([assistant.id])
    expect([...(await acting()).delegated.keys()]).not.toContain('scan:admit')
    const reader = { userId: org.host.user.id, roleId: builtInRoles.Host.id }
    await prisma.userRole.deleteMany({ where: reader })
    expect(await seesVisit()).toBe(false)
    expect((await acting()).delegated.size).toBe(0)
  })

  it('acts only in the time they were given', async () => {
    const at = Date.now()
    await lend(org, assistant.id, { startsAt: new Date(at + 60_000), endsAt: new Date(at + 120_000) })
    expect(await seesVisit()).toBe(false)
    await prisma.hostDelegation.updateMany({ where: { organizationId: org.id }, data: { startsAt: new Date(at - 60_000) } })
    expect(await seesVisit()).toBe(true)
    await prisma.hostDelegation.updateMany({ where: { organizationId: org.id }, data: { endsAt: new Date(at - 1) } })
    expect(await seesVisit()).toBe(false)
  })

  it('no longer does once either is shut out, and letting them in again brings nothing back', async () => {
    for (const one of [org.host.user, assistant.user]) {
      await lend(org, assistant.id)
      const { id: memberId } = await prisma.membership.findFirstOrThrow({ where: { organizationId: org.id, userId: one.id } })
      done(await suspendUser(asOrgAdmin(org), { memberId, reason: 'x' }))
      expect(await delegatesOf(asHost(org), org.host.id)).toEqual([])
      await prisma.membership.update({ where: { id: memberId }, data: { suspendedAt: null } })
      expect(await seesVisit()).toBe(false)
    }
  })

  it('loses it at once for every request that begins after it was ended, while they invite as fast as they can', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await lend(org, assistant.id)
      const session = await acting()
      expect(session.delegated.size).toBeGreaterThan(0)
      let isEnded = false
      const answers: { began: boolean; type: string }[] = []
      const invite = async () => {
        const began = isEnded
        const answer = await send(await acting(), 'inviteGuest', visitFor(org, org.host.id))
        answers.push({ began, type: answer.__typename })
      }
      const rush = Array.from({ length: 6 }, invite)
      done(await endDelegation(asHost(org), { hostDelegationId: id }))
      isEnded = true
      await Promise.all([...rush, ...Array.from({ length: 6 }, invite)])
      const after = answers.filter(({ began }) => began).map(({ type }) => type)
      expect(after).toHaveLength(6)
      expect(new Set(after)).toEqual(new Set(['NotFound']))
    }
  })
})

describe('who may let somebody act', () => {
  it('the host; whoever manages people where they hold these rights themselves; nobody else, and nobody twice or for themselves', async () => {
    const hostId = org.host.id
    const named = { hostId, delegateId: assistant.id }
    expect(await nameDelegate(asHost(org, {}, assistant), named)).toMatchObject({ code: 'NOT_FOUND' })
    const manager = await createUser(org.id, 'Guest')
    const role = await prisma.role.create({
      data: {
        id: crypto.randomUUID(),
        organizationId: org.id,
        key: 'hr',
        name: 'HR',
        permissions: { create: [{ permission: 'user:manage' }] },
      },
    })
    await prisma.userRole.create({ data: { id: crypto.randomUUID(), userId: manager.id, roleId: role.id, organizationId: org.id } })
    const hr = await inSession(manager, org.id, now)
    expect(await nameDelegate(hr, named)).toMatchObject({ code: 'VALIDATION_FAILED' })
    const away = { hostId, startsAt: new Date(), endsAt: new Date(Date.now() + 60_000), kind: 'OTHER' as const }
    expect(await addAbsence(hr, { ...away, deputyId: assistant.id })).toMatchObject({ code: 'VALIDATION_FAILED' })
    done(await addAbsence(hr, away))
    done(await nameDelegate(asOrgAdmin(org), named))
    expect(await nameDelegate(asHost(org), named)).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await nameDelegate(asHost(org), { delegateId: hostId })).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await nameDelegate(asHost(org), { delegateId: (await createOrganization()).host.id })).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('of ten who name the same delegate at once one does; the delegate may stop and chooses to be told', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => nameDelegate(asHost(org), { delegateId: assistant.id })))
    expect(answers.filter((answer) => 'failure' in answer)).toHaveLength(9)
    const [one] = await delegatesOf(asHost(org), org.host.id)
    const hostDelegationId = one?.id ?? ''
    const stranger = asHost(org, {}, await createHost(org.id))
    expect(await findDelegations(stranger, [hostDelegationId])).toEqual([])
    for (const ctx of [stranger, asHost(org)])
      expect(await setDelegationNotices(ctx, { hostDelegationId, isTold: true })).toMatchObject({ code: 'NOT_FOUND' })
    for (const _ of [1, 2])
      expect(done(await setDelegationNotices(asHost(org, {}, assistant), { hostDelegationId, isTold: true })).isTold).toBe(true)
    const chosen = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'delegation.set_notices' } })
    expect(chosen.map(({ entityId, details }) => [entityId, details])).toEqual([
      [org.host.id, { before: { isTold: false }, after: { isTold: true }, delegateId: assistant.id }],
    ])
    expect(await endDelegation(stranger, { hostDelegationId })).toMatchObject({ code: 'NOT_FOUND' })
    done(await endDelegation(asHost(org, {}, assistant), { hostDelegationId }))
    expect(await delegatesOf(asHost(org), org.host.id)).toEqual([])
  })
})

describe('whoever stands in for somebody who is away', () => {
  it('sees who comes in that time, and changes nothing', async () => {
    const at = Date.now()
    const away = { startsAt: new Date(at - 60_000), endsAt: new Date(at + 60_000), kind: 'VACATION' as const, deputyId: assistant.id }
    done(await addAbsence(asHost(org), away))
    expect(await seesVisit()).toBe(true)
    const ctx = await acting()
    const cancel = { appointmentId: gid('Appointment', visit.appointmentId), passes: 'REVOKE' }
    expect((await send(ctx, 'cancelAppointment', cancel)).__typename).toBe('NotFound')
    const { actingFor } = await dataOf<{ actingFor: { mayChange: boolean; host: { id: string } }[] }>(
      ctx,
      '{ actingFor { mayChange host { id } } }',
    )
    expect(actingFor).toEqual([{ mayChange: false, host: { id: gid('Host', org.host.id) } }])
    await prisma.hostAbsence.updateMany({ where: { organizationId: org.id }, data: { endsAt: new Date(at - 1) } })
    expect(await seesVisit()).toBe(false)
  })
})
