import { onTestFinished } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { OutsideCalendarDue } from '../../../server/domains/calendars/events'
import { connectOutsideCalendar } from '../../../server/domains/calendars/use-cases/outside-calendars'
import { prisma } from '../../../server/infra/db'
import { createHost, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { startOutsideServer } from './outside-server'

const utc = (time: number) => `${new Date(time).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`
const busyTomorrow = () => {
  const begins = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 86_400_000
  const event = ['BEGIN:VEVENT', 'UID:x', `DTSTART:${utc(begins)}`, `DTEND:${utc(begins + 3_600_000)}`, 'END:VEVENT']
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...event, 'END:VCALENDAR', ''].join('\r\n')
}

/** A calendar outside of a host of its own, at a server that is there until the test is over. @returns its id */
async function connected(org: TestOrganization): Promise<string> {
  const outside = await startOutsideServer()
  onTestFinished(outside.close)
  const body = busyTomorrow()
  outside.answer = () => ({ body })
  const host = asHost(org, {}, await createHost(org.id))
  const calendar = await connectOutsideCalendar(host, { kind: 'ICS', url: `${outside.url}/a.ics`, blocks: true })
  if (isFailure(calendar)) throw new Error(JSON.stringify(calendar))
  return calendar.id
}

/** Makes the events of calendars outside to which something reacts. */
export const calendarCauses = (org: TestOrganization): Record<string, () => Promise<string>> => ({
  [OutsideCalendarDue.type]: () => connected(org),
})

/** Leaves something to do for the task of the schedule that looks into calendars outside. */
export const calendarLeftovers = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  'ask for calendars outside that are due': async () => {
    const id = await connected(org)
    await prisma.outsideCalendar.update({ where: { id }, data: { nextTryAt: new Date(Date.now() - 1_000) } })
  },
})
