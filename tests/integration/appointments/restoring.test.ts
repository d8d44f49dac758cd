import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemCtx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { restoreAppointment } from '../../../server/domains/appointments/use-cases/restore-appointment'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { holdPasses } from '../../../server/domains/credentials/use-cases/pass-holds'
import { blockPassesOfVisitor, revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { tellGuests } from '../../../server/domains/notifications/use-cases/tell-guests'
import { sendNotification } from '../../../server/domains/notifications/use-cases/send-notification'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { createChain, decide, person, requestOf, standing, step } from '../approvals/chains'
import { list, officer } from '../watchlist/watching'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const context = () => ({ eventId: newId(), organizationId: org.id })
const someone = () => ({ name: 'Anna Petrova', email: `${randomUUID()}@guest.example` })

async function booked(more: object = {}): Promise<string> {
  const startsAt = new Date(Date.now() + 86_400_000)
  const visit = await inviteGuest(asHost(org), {
    visitor: someone(),
    siteId: org.site.id,
    startsAt,
    endsAt: new Date(+startsAt + 3_600_000),
    ...more,
  })
  if (isFailure(visit)) throw new Error(JSON.stringify(visit))
  return visit.id
}
const passesOf = (appointmentId: string) => prisma.visitPass.findMany({ where: { appointmentId }, orderBy: { id: 'asc' } })
async function sign(appointmentId: string): Promise<void> {
  await issueVisitPass(context(), { visitPassIds: (await passesOf(appointmentId)).map(({ id }) => id) })
}
const cancel = (appointmentId: string, more: object = {}) =>
  cancelAppointment(asHost(org), { appointmentId, passes: 'REVOKE', reason: null, ...more })

describe('a visit that was called off', () => {
  it('takes place after all, with the passes it had: those withdrawn by themselves stay so', async () => {
    const id = await booked({ others: [someone(), someone(), someone()] })
    await sign(id)
    const [first, second, third] = await passesOf(id)
    await revokeVisitPass(asHost(org), { visitPassId: first!.id, reason: 'A mistake' })
    await prisma.visitPass.update({ where: { id: second!.id }, data: { status: 'SUSPENDED' } })
    await prisma.visitPass.update({ where: { id: third!.id }, data: { status: 'USED' } })
    await cancel(id)
    expect((await passesOf(id)).map(({ status }) => status)).toEqual(['REVOKED', 'REVOKED', 'REVOKED', 'REVOKED'])
    expect(await restoreAppointment(asHost(org), { appointmentId: id })).toMatchObject({ status: 'SCHEDULED', canceledAt: null })
    expect((await passesOf(id)).map(({ status }) => status)).toEqual(['REVOKED', 'SUSPENDED', 'USED', 'DRAFT'])
    await sign(id)
    expect((await passesOf(id)).map(({ status }) => status)).toEqual(['REVOKED', 'SUSPENDED', 'USED', 'ACTIVE'])
    const events = await prisma.outboxEvent.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } })
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['appointment.updated', 'appointment.restored'])
  })

  it('of twenty who take it back at once one does, and all see it', async () => {
    const id = await booked()
    await cancel(id)
    const before = await prisma.appointment.findUniqueOrThrow({ where: { id } })
    const answers = await Promise.all(Array.from({ length: 20 }, () => restoreAppointment(asHost(org), { appointmentId: id })))
    expect(answers.every((answer) => !isFailure(answer) && answer.status === 'SCHEDULED')).toBe(true)
    expect(await prisma.appointment.findUniqueOrThrow({ where: { id } })).toMatchObject({ version: before.version + 1 })
    expect(await prisma.outboxEvent.count({ where: { entityId: id, type: 'appointment.restored' } })).toBe(1)
  })

  it('stays so after ten minutes, when its room is taken, and for whoever may not make visits', async () => {
    const id = await booked({ roomId: org.room.id })
    await cancel(id)
    const late = asHost(org, { now: () => new Date(Date.now() + 11 * 60_000) })
    expect(await restoreAppointment(late, { appointmentId: id })).toMatchObject({ code: 'VALIDATION_FAILED' })
    await booked({ roomId: org.room.id })
    expect(await restoreAppointment(asHost(org), { appointmentId: id })).toMatchObject({ fields: [{ path: ['input', 'roomId'] }] })
    expect(await prisma.appointment.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'CANCELED' })
    expect((await passesOf(id)).map(({ status }) => status)).toEqual(['REVOKED'])
    await expect(restoreAppointment(asSecurityOfficer(org), { appointmentId: id })).rejects.toThrow()
    expect(await restoreAppointment(asOperator(org), { appointmentId: newId() })).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('of a series comes back with all that were called off with it, and its rule goes on', async () => {
    const id = await booked({ recurrence: 'FREQ=DAILY;COUNT=6' })
    const { seriesId } = await prisma.appointment.findUniqueOrThrow({ where: { id } })
    const rows = await prisma.appointment.findMany({ where: { seriesId }, orderBy: { startsAt: 'asc' } })
    await cancel(rows[1]!.id)
    await cancel(rows[3]!.id, { scope: 'FOLLOWING' })
    const { rule } = await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: seriesId! } })
    await restoreAppointment(asHost(org), { appointmentId: rows[3]!.id })
    const after = await prisma.appointment.findMany({ where: { seriesId }, orderBy: { startsAt: 'asc' } })
    expect(after.map(({ status }) => status === 'SCHEDULED')).toEqual([true, false, true, true, true, true])
    const series = await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: seriesId! } })
    expect(rule).toContain('UNTIL')
    expect(series).toMatchObject({ rule: 'FREQ=DAILY;COUNT=6', ruleBeforeEnd: null, endedAt: null })
    await cancel(id, { scope: 'ALL' })
    expect(await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: seriesId! } })).toMatchObject({ endedAt: expect.any(Date) })
    await restoreAppointment(asHost(org), { appointmentId: id })
    expect(await prisma.appointment.count({ where: { seriesId, status: 'SCHEDULED' } })).toBe(5)
    expect(await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: seriesId! } })).toMatchObject({ endedAt: null })
  })
})

describe('the guests of a visit that was called off', () => {
  const sent = (visitPassId: string) =>
    prisma.notification.findMany({ where: { visitPassId, status: 'SENT' }, orderBy: { createdAt: 'asc' }, select: { template: true } })

  it('hear nothing of what was taken back before they were told', async () => {
    const id = await booked()
    await sign(id)
    const [pass] = await passesOf(id)
    const news = { appointmentId: id, visitPassIds: [pass!.id] }
    await sendNotification(context(), { visitPassId: pass!.id, template: 'invite' })
    await cancel(id)
    await restoreAppointment(asHost(org), { appointmentId: id })
    await tellGuests(context(), { ...news, template: 'cancel' })
    await tellGuests(context(), { ...news, template: 'restore' })
    expect((await sent(pass!.id)).map(({ template }) => template)).toEqual(['invite'])
  })

  it('who were told are told that it takes place after all', async () => {
    const id = await booked()
    await sign(id)
    const [pass] = await passesOf(id)
    const news = { appointmentId: id, visitPassIds: [pass!.id] }
    await sendNotification(context(), { visitPassId: pass!.id, template: 'invite' })
    await cancel(id)
    await tellGuests(context(), { ...news, template: 'cancel' })
    await restoreAppointment(asHost(org), { appointmentId: id })
    await tellGuests(context(), { ...news, template: 'restore' })
    expect((await sent(pass!.id)).map(({ template }) => template)).toEqual(['invite', 'cancel', 'restore'])
  })
})

describe('what happened while a visit was called off', () => {
  it('on the watchlist is seen when it comes back', async () => {
    const guest = someone()
    const id = await booked({ visitor: { ...guest, name: 'Zoya Belova' } })
    await sign(id)
    await cancel(id)
    await list(await officer(org), 'Белова Зоя')
    await restoreAppointment(asHost(org), { appointmentId: id })
    await sign(id)
    expect((await passesOf(id)).map(({ status }) => status)).toEqual(['PENDING_APPROVAL'])
    expect(await prisma.appointment.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'SCHEDULED' })
    expect(await prisma.watchlistMatch.count({ where: { organizationId: org.id, status: 'OPEN' } })).toBe(1)
  })

  it('to one of its passes stays: withdrawn by itself, blocked, or of somebody erased', async () => {
    const id = await booked({ others: [someone(), someone()] })
    await sign(id)
    const [first, second, third] = await passesOf(id)
    await cancel(id)
    await revokeVisitPass(asHost(org), { visitPassId: first!.id, reason: 'A mistake' })
    const ctx = systemCtx(org.id)
    await ctx.transaction((tx) => blockPassesOfVisitor(ctx, tx, { visitorId: second!.visitorId, siteId: null }, 'Refused'))
    await eraseOnce(ctx, third!.visitorId, { reason: 'At request' })
    await restoreAppointment(asHost(org), { appointmentId: id })
    const after = new Map((await passesOf(id)).map((pass) => [pass.id, pass.status]))
    expect([first, second, third].map((pass) => after.get(pass!.id))).toEqual(['REVOKED', 'REVOKED', 'REVOKED'])
  })

  it('to its approval is asked anew; what was refused is not taken back', async () => {
    const approver = await createUser(org.id, 'Developer')
    const site = { id: newId(), organizationId: org.id, name: 'Laboratory', timeZone: 'Europe/Berlin' }
    await prisma.site.create({ data: site })
    await createChain(org, [step([person(approver.id)])], { siteId: site.id })
    const id = await booked({ siteId: site.id })
    await cancel(id)
    expect(await requestOf(id)).toMatchObject({ status: 'WITHDRAWN' })
    await restoreAppointment(asHost(org), { appointmentId: id })
    expect(await standing(id)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    await decide(org, approver, id)
    await sign(id)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    const other = await booked({ siteId: site.id })
    await decide(org, approver, other, 'REFUSED')
    expect(await restoreAppointment(asHost(org), { appointmentId: other })).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await standing(other)).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
  })

  it('waits for somebody’s word where its passes were kept, as before', async () => {
    const id = await booked()
    const [pass] = await passesOf(id)
    const ctx = systemCtx(org.id)
    await ctx.transaction((tx) => holdPasses(ctx, tx, { visitPassIds: [pass!.id], kind: 'WATCHLIST' }, true))
    await cancel(id, { passes: 'KEEP' })
    await restoreAppointment(asHost(org), { appointmentId: id })
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['PENDING_APPROVAL'] })
  })

  it('to its series stays: an end that came by itself is no part of it', async () => {
    const id = await booked({ recurrence: 'FREQ=DAILY;COUNT=6' })
    const { seriesId } = await prisma.appointment.findUniqueOrThrow({ where: { id } })
    const rows = await prisma.appointment.findMany({ where: { seriesId }, orderBy: { startsAt: 'asc' } })
    await cancel(rows[3]!.id, { scope: 'FOLLOWING' })
    const { rule } = await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: seriesId! } })
    await cancel(rows[1]!.id)
    await restoreAppointment(asHost(org), { appointmentId: rows[1]!.id })
    expect(await prisma.appointmentSeries.findUniqueOrThrow({ where: { id: seriesId! } })).toMatchObject({ rule })
  })
})
