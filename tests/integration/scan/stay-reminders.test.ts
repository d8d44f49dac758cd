import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { anonymous, createCtx } from '../../../server/core/ctx'
import { purgeStayReminders } from '../../../server/domains/access-control/use-cases/presence/keep-stays'
import { confirmLeft, openStayLink, readStayLink } from '../../../server/domains/access-control/use-cases/presence/stay-link'
import { sendNotification } from '../../../server/domains/notifications/use-cases/send-notification'
import { tellHosts } from '../../../server/domains/notifications/use-cases/tell-hosts'
import { endRollCall } from '../../../server/domains/roll-calls/use-cases/end-roll-call'
import { startRollCall } from '../../../server/domains/roll-calls/use-cases/start-roll-call'
import { prisma } from '../../../server/infra/db'
import { mailFolder } from '../../../server/infra/mail'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator } from '../../setup/principals'
import { made } from './places'
import { scan, verdict, wordOf } from './signed-pass'
import { minutesAgo, stayTrials } from './stay-work'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const { stays, keep, passOf, logOf, eventsOf, unseen, overdue } = stayTrials(() => org)

describe('a reminder', () => {
  const mailsTo = (address: string): string[] =>
    readdirSync(mailFolder)
      .map((file) => readFileSync(join(mailFolder, file), 'utf8').replaceAll(/=\r?\n/g, ''))
      .filter((text) => text.includes(`To: ${address}`))
  const guestLook = () => createCtx(anonymous, { language: 'en' })

  /** Does the worker's part. @returns the link of the host's mail */
  async function mailed(): Promise<string> {
    const [event] = await eventsOf('visitpass.overstayed')
    const { visitPassId, stayReminderId } = event!.payload as { visitPassId: string; stayReminderId: string }
    const matter = { kind: 'GUEST_STAYS' as const, what: 'GUEST' as const, visitPassId, stayReminderId }
    await tellHosts({ eventId: event!.id, organizationId: org.id }, matter)
    return /\/out\/([\w-]+)/.exec(mailsTo(org.host.user.email).at(-1)?.replaceAll('=3D', '=') ?? '')?.[1] ?? ''
  }

  it('is made once of twenty at once, and anew where the visit was moved', async () => {
    await stays({ remindMinutes: 5, remindsGuest: true })
    const pass = await overdue()
    const made = await Promise.all(Array.from({ length: 20 }, () => keep()))
    expect(made.reduce((sum, each) => sum + each)).toBe(1)
    expect(await eventsOf('visitpass.overstayed')).toMatchObject([{ payload: { visitPassId: pass.id, tellsGuest: true } }])
    await prisma.appointment.updateMany({ where: { id: pass.appointmentId }, data: { endsAt: minutesAgo(-10) } })
    expect(await keep()).toBe(0)
    expect(await keep(minutesAgo(-16))).toBe(1)
    expect(await passOf(pass)).toMatchObject({ presence: 'INSIDE' })
  })

  it('is made of nobody whose day is over, and forgotten after a month', async () => {
    await stays({ remindMinutes: 5 })
    await overdue()
    expect(await keep(minutesAgo(-2 * 1_440))).toBe(0)
    expect(await keep()).toBe(1)
    const mine = { organizationId: org.id }
    await purgeStayReminders(minutesAgo(-20 * 1_440))
    expect(await prisma.stayReminder.count({ where: mine })).toBe(1)
    await prisma.stayReminder.updateMany({ where: mine, data: { createdAt: minutesAgo(31 * 1_440) } })
    await purgeStayReminders()
    expect(await prisma.stayReminder.count({ where: mine })).toBe(0)
  })

  it('mails the host a link that says that the guest has left, once and only while they were not seen since', async () => {
    await stays({ remindMinutes: 5 })
    const pass = await overdue()
    await keep()
    const link = (await openStayLink(await mailed()))!
    expect(link).toMatchObject({ organizationId: org.id, guest: 'Anna Petrova' })
    expect(await readStayLink(guestLook(), link)).toBe('INSIDE')
    expect(await passOf(pass)).toMatchObject({ presence: 'INSIDE' })
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirmLeft(guestLook(), link)))
    expect(new Set(answers)).toEqual(new Set(['LEFT']))
    expect(await logOf(pass)).toEqual(['DESK ENTRY ADMITTED', 'HOST EXIT ADMITTED'])
    expect(await unseen()).toEqual([[pass.id, 'HOST']])
    const [trace] = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'presence.leave_unseen' } })
    expect(trace).toMatchObject({ actorType: 'user', actorId: org.host.user.id, details: { reason: 'HOST' } })
    expect(await eventsOf('visitpass.checked_out')).toMatchObject([{ payload: { cause: 'HOST' } }])
    // Who came in again is not said to have left by the mail about the first time.
    expect(await verdict(asOperator(org), org, pass.code)).toBe('ScanAdmitted')
    expect(await confirmLeft(guestLook(), link)).toBe('MOVED')
    expect(await passOf(pass)).toMatchObject({ presence: 'INSIDE' })
  })

  it('says nothing by its link while the roll is called, after a day, for whoever was shut out, or when it was made up', async () => {
    await stays({ remindMinutes: 5 })
    const pass = await overdue()
    await keep()
    const token = await mailed()
    const link = (await openStayLink(token))!
    const rollCall = await made(startRollCall(asOperator(org), { siteId: org.site.id, kind: 'DRILL' }))
    expect(await confirmLeft(guestLook(), link)).toBe('ROLL_CALL')
    await made(endRollCall(asOperator(org), { rollCallId: rollCall.id }))
    expect(await confirmLeft(createCtx(anonymous, { language: 'en', now: () => minutesAgo(-1_500) }), link)).toBe('ENDED')
    expect(await passOf(pass)).toMatchObject({ presence: 'INSIDE' })
    expect(await openStayLink(`${token.slice(0, -2)}AA`)).toBeNull()
    await prisma.membership.updateMany({ where: { userId: org.host.user.id }, data: { suspendedAt: new Date() } })
    expect(await openStayLink(token)).toBeNull()
  })

  it('is sent to the guest where the site wants it, and to nobody who has left meanwhile', async () => {
    await stays({ remindMinutes: 5, remindsGuest: true })
    const email = `${randomUUID()}@guest.example`
    const pass = await overdue({ email })
    await keep()
    const [event] = await eventsOf('visitpass.overstayed')
    const context = { eventId: event!.id, organizationId: org.id }
    const job = { visitPassId: pass.id, template: 'stays' as const }
    await sendNotification(context, job)
    await sendNotification(context, job)
    expect(mailsTo(email).map((text) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim())).toEqual(['Your visit is over: please check out'])
    expect(wordOf(await scan(asOperator(org), org, pass.code, { direction: 'EXIT' }))).toBe('ScanAdmitted')
    await sendNotification({ ...context, eventId: randomUUID() }, job)
    expect(mailsTo(email)).toHaveLength(1)
    expect(await mailed()).toBe('')
  })
})
