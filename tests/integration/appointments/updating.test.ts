import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { openInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { localId } from '../../../server/graphql/global-id'
import { sendNotification } from '../../../server/domains/notifications/use-cases/send-notification'
import { tellGuests } from '../../../server/domains/notifications/use-cases/tell-guests'
import { prisma } from '../../../server/infra/db'
import { mailFolder } from '../../../server/infra/mail'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'
import { bookedVisit, signedPass, verdict } from '../scan/signed-pass'

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  other = await createOrganization()
})

const document = `mutation ($input: UpdateAppointmentInput!) { updateAppointment(input: $input) {
  __typename
  ... on UpdateAppointmentSuccess { appointment { id title message receptionNote version startsAt endsAt room { id } series { rule } } }
  ... on UserError { code message path }
  ... on ValidationFailed { fields { path message } }
  ... on EditConflict { current { title version } } } }`

interface Answer {
  __typename: string
  code?: string
  fields?: { path: string[]; message: string }[]
  appointment?: { title: string | null; receptionNote: string | null; version: number; startsAt: string }
}
const update = async (appointmentId: string, input: object, ctx = asHost(org)): Promise<Answer> =>
  (
    await dataOf<{ updateAppointment: Answer }>(ctx, document, {
      input: { appointmentId: gid('Appointment', appointmentId), version: 0, ...input },
    })
  ).updateAppointment

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

/** Mails to an address, in no order. */
const mailsTo = (email: string): string[] =>
  readdirSync(mailFolder)
    .map((file) => readFileSync(join(mailFolder, file), 'utf8'))
    .filter((text) => text.includes(`To: ${email}`))

describe('a visit', () => {
  it('is changed in what was given, and stays the rest', async () => {
    const { appointmentId } = await bookedVisit(org)
    const first = await update(appointmentId, { title: 'Audit', receptionNote: 'Coffee, please' })
    expect(first).toMatchObject({ appointment: { title: 'Audit', receptionNote: 'Coffee, please', version: 1 } })
    const second = await update(appointmentId, { version: 1, title: null })
    expect(second).toMatchObject({ appointment: { title: null, receptionNote: 'Coffee, please', version: 2 } })
    const row = await prisma.appointment.findUniqueOrThrow({ where: { id: appointmentId } })
    expect(Buffer.from(row.sealedReceptionNote ?? []).includes('Coffee')).toBe(false)
    const actions = await prisma.auditLog.findMany({
      where: { entityId: appointmentId, action: 'appointment.update' },
      orderBy: { id: 'asc' },
    })
    expect(actions.map(({ details }) => details)).toEqual([
      { scope: 'THIS', changed: ['TITLE', 'RECEPTION_NOTE'] },
      { scope: 'THIS', changed: ['TITLE'] },
    ])
  })

  it('that two people change shows the second what the first has made of it', async () => {
    const { appointmentId } = await bookedVisit(org)
    const answers = await Promise.all(['One', 'Two', 'Three'].map((title) => update(appointmentId, { title }, asOperator(org))))
    const [winner, ...more] = answers.filter(({ __typename }) => __typename === 'UpdateAppointmentSuccess')
    expect(more).toEqual([])
    for (const answer of answers.filter((each) => each !== winner))
      expect(answer).toMatchObject({ code: 'EDIT_CONFLICT', current: { title: winner?.appointment?.title, version: 1 } })
  })

  it('moved to other hours has its old code stale at once, and a new one for the new hours', async () => {
    const pass = await signedPass(org)
    expect(await update(pass.appointmentId, { endsAt: inHours(5) })).toMatchObject({ __typename: 'UpdateAppointmentSuccess' })
    expect(await verdict(asOperator(org), org, pass.code)).not.toBe('ScanAdmitted')
    const event = await prisma.outboxEvent.findFirstOrThrow({ where: { entityId: pass.appointmentId, type: 'appointment.updated' } })
    expect(event.payload).toMatchObject({ changed: ['TIME'], visitPassIds: [pass.id] })
    await issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds: [pass.id] })
    const row = await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })
    expect(row.status).toBe('ACTIVE')
    expect(await verdict(asOperator(org), org, pass.code)).not.toBe('ScanAdmitted')
    expect(await verdict(asOperator(org), org, row.qrToken ?? '')).toBe('ScanAdmitted')
  })

  it.each([
    [{ startsAt: inHours(3), endsAt: inHours(2) }, 'endsAt'],
    [{ startsAt: inHours(-3), endsAt: inHours(-2) }, 'endsAt'],
    [{ endsAt: inHours(24 * 15) }, 'endsAt'],
    [{ startsAt: inHours(24 * 800), endsAt: inHours(24 * 800 + 1) }, 'startsAt'],
    [{ title: 'x'.repeat(201) }, 'title'],
    [{ version: -1 }, 'version'],
    [{ scope: 'ALL', timeZone: 'Mars/Olympus' }, 'timeZone'],
  ])('cannot be changed to %j', async (input, field) => {
    const { appointmentId } = await bookedVisit(org)
    expect(await update(appointmentId, input)).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: ['input', field] }] })
    expect(await prisma.appointment.findUniqueOrThrow({ where: { id: appointmentId } })).toMatchObject({ version: 0 })
  })

  it('of a colleague, of another organization, or nowhere is not found; without the right nothing is', async () => {
    const { appointmentId } = await bookedVisit(org)
    const colleague = await createHost(org.id)
    const asColleague = asHost({ ...org, host: colleague })
    for (const [id, ctx] of [
      [appointmentId, asColleague],
      [appointmentId, asHost(other)],
      [newId(), asHost(org)],
    ] as const)
      expect(await update(id, { title: 'x' }, ctx)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await update(appointmentId, { hostId: gid('Host', colleague.id) })).toMatchObject({ code: 'NOT_FOUND' })
    const refused = await call(asSecurityOfficer(org), document, {
      input: { appointmentId: gid('Appointment', appointmentId), version: 0, title: 'x' },
    })
    expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN')
  })

  it('that was called off or is over stays as it was', async () => {
    const { appointmentId } = await bookedVisit(org)
    await prisma.appointment.update({ where: { id: appointmentId }, data: { status: 'CANCELED' } })
    expect(await update(appointmentId, { title: 'x' })).toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})

describe('guests of a visit', () => {
  it('are told of a change with a higher SEQUENCE, and once', async () => {
    const { passId, appointmentId, email } = await bookedVisit(org)
    await issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds: [passId] })
    await sendNotification({ eventId: newId(), organizationId: org.id }, { visitPassId: passId, template: 'invite' })
    await update(appointmentId, { title: 'Audit' })
    const event = { eventId: newId(), organizationId: org.id }
    await tellGuests(event, { appointmentId, template: 'update' })
    await tellGuests(event, { appointmentId, template: 'update' })
    const mails = mailsTo(email)
    expect(mails).toHaveLength(2)
    expect(mails.filter((mail) => mail.includes('SEQUENCE:1'))).toHaveLength(1)
    expect(mails.filter((mail) => mail.includes('Subject: Visit changed'))).toHaveLength(1)
  })

  it('hear that it was called off, and their calendar too', async () => {
    const { passId, appointmentId, email } = await bookedVisit(org)
    await issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds: [passId] })
    const canceled = await dataOf<{ cancelAppointment: { __typename: string } }>(
      asHost(org),
      'mutation ($input: CancelAppointmentInput!) { cancelAppointment(input: $input) { __typename } }',
      { input: { appointmentId: gid('Appointment', appointmentId), passes: 'REVOKE' } },
    )
    expect(canceled.cancelAppointment.__typename).toBe('CancelAppointmentSuccess')
    await tellGuests({ eventId: newId(), organizationId: org.id }, { appointmentId, template: 'cancel', visitPassIds: [passId] })
    const [mail] = mailsTo(email)
    expect(mail).toContain('Subject: Visit cancelled')
    expect(mail).toContain('method=CANCEL')
    expect(mail).not.toContain('Open your pass')
  })

  it('never see what is written for reception', async () => {
    const { passId, appointmentId } = await bookedVisit(org)
    await update(appointmentId, { receptionNote: 'Difficult person' })
    const pass = await prisma.visitPass.findUniqueOrThrow({ where: { id: passId } })
    expect(JSON.stringify(await openInvite(inviteTokenOf(pass)))).not.toContain('Difficult')
  })

  it('of a series get one mail, and every visit its pass', async () => {
    const startsAt = inHours(30)
    const email = `${randomUUID()}@guest.example`
    const input = {
      visitor: { name: 'Anna', email, locale: 'EN' },
      siteId: gid('Site', org.site.id),
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + 3_600_000).toISOString(),
      recurrence: 'FREQ=DAILY;COUNT=4',
    }
    const booked = await dataOf<{ inviteGuest: { appointment: { id: string; series: { rule: string } } } }>(
      asHost(org),
      'mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) { ... on InviteGuestSuccess { appointment { id series { rule } } } } }',
      { input },
    )
    expect(booked.inviteGuest.appointment.series.rule).toBe('FREQ=DAILY;COUNT=4')
    const { seriesId } = await prisma.appointment.findUniqueOrThrow({
      where: { id: localId('Appointment', booked.inviteGuest.appointment.id) },
    })
    const visits = await prisma.appointment.findMany({ where: { organizationId: org.id, seriesId }, include: { visitPasses: true } })
    expect(visits.map(({ visitPasses }) => visitPasses.length)).toEqual([1, 1, 1, 1])
    const created = await prisma.outboxEvent.findMany({ where: { entityId: { in: visits.map(({ id }) => id) } }, orderBy: { id: 'asc' } })
    expect(created.map(({ payload }) => (payload as { tellsGuests?: boolean }).tellsGuests ?? true).toSorted()).toEqual([
      false,
      false,
      false,
      true,
    ])
    const first = visits.toSorted((one, two) => +one.startsAt - +two.startsAt)[0]!
    const visitPassIds = first.visitPasses.map(({ id }) => id)
    await issueVisitPass({ eventId: newId(), organizationId: org.id }, { visitPassIds })
    await sendNotification({ eventId: newId(), organizationId: org.id }, { visitPassId: visitPassIds[0]!, template: 'invite' })
    const [mail] = mailsTo(email)
    expect(mail?.replaceAll(/=\r?\n/g, '')).toContain('The visit repeats: 4 are ahead')
    const file =
      /BEGIN:VCALENDAR[\s\S]*END:VCALENDAR/.exec(mail ?? '')?.[0] ??
      Buffer.from(/QkVHSU46VkNBTEVOREFS[\w+/=\s]*/.exec(mail ?? '')?.[0] ?? '', 'base64').toString()
    expect(file.replaceAll('=3D', '=')).toContain('RRULE:FREQ=DAILY;COUNT=4')
    expect(isFailure(booked)).toBe(false)
  })
})
