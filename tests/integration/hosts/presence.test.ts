import { beforeEach, describe, expect, it } from 'vitest'
import { isFailure, type Failure } from '../../../server/core/errors'
import type { AppointmentRow } from '../../../server/core/rows'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { noticesOfVisit } from '../../../server/domains/appointments/use-cases/notices-of-visit'
import { addAbsence, removeAbsence } from '../../../server/domains/hosts/use-cases/absences'
import { absencesOf, findAbsences, findHostProfile, noteOf, phoneOf } from '../../../server/domains/hosts/use-cases/find-host-profile'
import { findPresence } from '../../../server/domains/hosts/use-cases/find-presence'
import { setPresenceSchedule, updateHostProfile } from '../../../server/domains/hosts/use-cases/update-host-profile'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDeveloper, asHost, asOrgAdmin } from '../../setup/principals'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}
const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
/** The Monday after next, by the clock of Berlin. */
function monday(hour: number): Date {
  const now = new Date()
  const days = 14 - ((now.getUTCDay() + 6) % 7)
  const utc = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, hour))
  const there = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' }).format(utc))
  return new Date(+utc - (there - hour) * 3_600_000)
}
const invite = async (from: number, to: number): Promise<AppointmentRow> =>
  done(
    await inviteGuest(asHost(org), {
      visitor: { name: 'Anna Guest' },
      siteId: org.site.id,
      startsAt: monday(from),
      endsAt: monday(to),
    }),
  )
const codes = async (visit: AppointmentRow) => (await noticesOfVisit(asHost(org), visit)).map(({ code }) => code)

describe('when a host is there', () => {
  it('is said by them, drawn for colleagues, and told whoever invites outside of it: nothing is refused', async () => {
    expect(await codes(await invite(6, 7))).toEqual([])
    done(await setPresenceSchedule(asHost(org), { timeZone: 'Europe/Berlin', hours: weekdays }))
    expect(await codes(await invite(6, 7))).toEqual(['HOST_OUTSIDE_HOURS'])
    expect(await codes(await invite(10, 11))).toEqual([])
    done(await addAbsence(asHost(org), { startsAt: monday(12), endsAt: monday(14), kind: 'SICK_LEAVE' }))
    expect(await codes(await invite(13, 15))).toEqual(['HOST_ABSENT'])
    const colleague = asHost(org, {}, await createHost(org.id))
    const [seen] = await findPresence(colleague, [org.host.id], { startsAt: monday(0), endsAt: monday(22) })
    expect(seen?.available).toEqual([
      { startsAt: monday(9), endsAt: monday(12) },
      { startsAt: monday(14), endsAt: monday(17) },
    ])
    expect(Object.keys(seen?.absences[0] ?? {})).not.toContain('kind')
    done(await setPresenceSchedule(asHost(org), { timeZone: 'Europe/Berlin', hours: null }))
    expect(await codes(await invite(6, 7))).toEqual([])
  })

  it('is asked for within bounds, and not by who has nothing to do with visits', async () => {
    const far = { startsAt: monday(0), endsAt: new Date(+monday(0) + 63 * 86_400_000) }
    await expect(findPresence(asHost(org), [org.host.id], far)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
    await expect(findPresence(asDeveloper(org), [org.host.id], { startsAt: monday(0), endsAt: monday(1) })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('the profile of a host', () => {
  it('is set up by them and by whoever manages people, by nobody else', async () => {
    const other = await createHost(org.id)
    const hostId = org.host.id
    for (const ctx of [asHost(org), asOrgAdmin(org)]) done(await updateHostProfile(ctx, { hostId, position: 'CTO', phone: '+49 30 1' }))
    const colleague = asHost(org, {}, other)
    const absence = { startsAt: monday(0), endsAt: monday(20), kind: 'OTHER' as const, note: 'Dentist', deputyId: other.id }
    for (const answer of [
      updateHostProfile(colleague, { hostId }),
      setPresenceSchedule(colleague, { hostId, timeZone: 'UTC', hours: [] }),
      addAbsence(colleague, { hostId, ...absence }),
    ])
      expect(await answer).toMatchObject({ code: 'NOT_FOUND' })
    done(await addAbsence(asOrgAdmin(org), { hostId, ...absence }))
    const [kept] = await absencesOf(asHost(org), hostId)
    expect(kept && (await noteOf(asHost(org), kept))).toBe('Dentist')
    expect(await findAbsences(colleague, [kept?.id ?? ''])).toEqual([])
    expect(await removeAbsence(colleague, { hostAbsenceId: kept?.id ?? '' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await findHostProfile(colleague, hostId)).toBeNull()
    await expect(findHostProfile(asDeveloper(org), hostId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    done(await removeAbsence(asHost(org), { hostAbsenceId: kept?.id ?? '' }))
    expect(await absencesOf(asHost(org), hostId)).toEqual([])
  })

  it('keeps the phone and notes sealed, shows the phone to colleagues and no program', async () => {
    done(await updateHostProfile(asHost(org), { phone: '+49 30 901820' }))
    expect(await phoneOf(asHost(org, {}, await createHost(org.id)), org.host.id)).toBe('+49 30 901820')
    expect(await phoneOf(await asApiKey(org), org.host.id)).toBeNull()
    const row = await prisma.host.findUniqueOrThrow({ where: { id: org.host.id } })
    expect(Buffer.from(row.sealedPhone ?? []).toString('latin1')).not.toContain('901820')
    const trace = await prisma.auditLog.findFirstOrThrow({ where: { organizationId: org.id, action: 'host.update' } })
    expect(JSON.stringify(trace.details)).not.toContain('901820')
  })

  it('takes no absence that is over, nor somebody as their own deputy, nor one from elsewhere', async () => {
    const hours = { startsAt: monday(0), endsAt: monday(20), kind: 'OTHER' as const }
    const past = { ...hours, startsAt: new Date(0), endsAt: new Date(1) }
    const elsewhere = await createOrganization()
    expect(await addAbsence(asHost(org), past)).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await addAbsence(asHost(org), { ...hours, deputyId: org.host.id })).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await addAbsence(asHost(org), { ...hours, deputyId: elsewhere.host.id })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await setPresenceSchedule(asHost(org), { timeZone: 'Mars/Base', hours: [] })).toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})
