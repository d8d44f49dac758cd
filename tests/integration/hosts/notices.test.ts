import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { addAbsence } from '../../../server/domains/hosts/use-cases/absences'
import { setDelegationNotices } from '../../../server/domains/hosts/use-cases/delegations'
import { choicesOf, setHostNotices } from '../../../server/domains/hosts/use-cases/notice-choices'
import { tellHosts } from '../../../server/domains/notifications/use-cases/tell-hosts'
import { prisma } from '../../../server/infra/db'
import { mailFolder } from '../../../server/infra/mail'
import { usualNotices } from '../../../shared/schemas/hosts'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { createVisit, type TestVisit } from '../../setup/visits'
import { done, lend } from './acting'

let org: TestOrganization
let visit: TestVisit
beforeEach(async () => {
  org = await createOrganization()
  visit = await createVisit(org)
})

type Kind = Parameters<typeof tellHosts>[1]['kind']

/** The mails to somebody, lines put together again. */
const mailsTo = ({ user }: TestOrganization['host']): string[] =>
  readdirSync(mailFolder)
    .map((file) => readFileSync(join(mailFolder, file), 'utf8').replaceAll(/=\r?\n/g, ''))
    .filter((text) => text.includes(`To: ${user.email}`))
const subjects = (host: TestOrganization['host']): string[] => mailsTo(host).map((text) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim() ?? '')
const tell = (kind: Kind, more: Partial<Parameters<typeof tellHosts>[1]> = {}, eventId = newId()) =>
  tellHosts({ eventId, organizationId: org.id }, { kind, what: 'GUEST', visitPassId: visit.passId, ...more })

describe('a guest who is here', () => {
  it('is told of to the host, those who receive with them, their deputies and delegates who want it; once each', async () => {
    const [coHost, deputy, told, untold] = [
      await createHost(org.id),
      await createHost(org.id),
      await createHost(org.id),
      await createHost(org.id),
    ]
    const of = { organizationId: org.id, appointmentId: visit.appointmentId }
    await prisma.appointmentCoHost.create({ data: { ...of, hostId: coHost.id } })
    const away = { startsAt: new Date(Date.now() - 60_000), endsAt: new Date(Date.now() + 60_000), kind: 'VACATION' as const }
    done(await addAbsence(asHost(org, {}, coHost), { ...away, deputyId: deputy.id }))
    const { id: hostDelegationId } = await lend(org, told.id)
    await lend(org, untold.id)
    done(await setDelegationNotices(asHost(org, {}, told), { hostDelegationId, isTold: true }))
    const eventId = newId()
    await Promise.all([tell('GUEST_HERE', {}, eventId), tell('GUEST_HERE', {}, eventId).catch(() => undefined)])
    await tell('GUEST_HERE', {}, eventId)
    for (const host of [org.host, coHost, deputy, told]) expect(subjects(host)).toEqual(['Guest is here: Anna Petrova'])
    expect(subjects(untold)).toEqual([])
    expect(mailsTo(deputy)[0]).toContain(coHost.user.name)
    expect(await prisma.hostNotice.count({ where: { organizationId: org.id, sentAt: { not: null } } })).toBe(4)
    const kept = JSON.stringify(await prisma.hostNotice.findMany({ where: { organizationId: org.id } }))
    expect(kept).not.toContain('Anna')
  })

  it('is not told of to who chose otherwise, was shut out, or did it themselves', async () => {
    done(await setHostNotices(asHost(org), { choices: [{ kind: 'GUEST_HERE', byMail: false, onPage: true }] }))
    expect(await choicesOf(asHost(org), org.host.id)).toEqual({ ...usualNotices, GUEST_HERE: { byMail: false, onPage: true } })
    await tell('GUEST_HERE')
    await tell('VISIT_CHANGED', { what: 'CHANGED', userId: org.host.user.id })
    expect(subjects(org.host)).toEqual([])
    await tell('CHECKED_IN')
    expect(subjects(org.host)).toEqual(['Guest came in: Anna Petrova'])
    await prisma.membership.updateMany({ where: { userId: org.host.user.id }, data: { suspendedAt: new Date() } })
    await tell('CHECKED_IN')
    expect(subjects(org.host)).toHaveLength(1)
  })

  it('is told of in the language of the reader, with the time of the place', async () => {
    await prisma.user.update({ where: { id: org.host.user.id }, data: { locale: 'RU' } })
    await prisma.visitPass.update({ where: { id: visit.passId }, data: { lateMinutes: 25 } })
    await tell('GUEST_LATE')
    const [mail = ''] = mailsTo(org.host)
    const [, encoded = ''] = /Content-Transfer-Encoding: base64\r?\n\r?\n([A-Za-z0-9+/=\s]+)/.exec(mail) ?? []
    const body = Buffer.from(encoded, 'base64').toString('utf8')
    expect(body).toContain('Гость опаздывает: Anna Petrova. Ориентировочно на 25 мин.')
    expect(body).toContain('Headquarters')
    expect(body).toContain('/host?visit=')
  })

  it('two choices at once lose nothing of each other; nobody chooses for a colleague', async () => {
    const one = { byMail: false, onPage: false }
    const kinds = ['GUEST_REPLIED', 'GUEST_LATE', 'CHECKED_IN'] as const
    await Promise.all(kinds.map((kind) => setHostNotices(asHost(org), { choices: [{ kind, ...one }] })))
    const choices = await choicesOf(asHost(org), org.host.id)
    expect(kinds.map((kind) => choices[kind])).toEqual([one, one, one])
    const colleague = asHost(org, {}, await createHost(org.id))
    expect(await setHostNotices(colleague, { hostId: org.host.id, choices: [{ kind: 'CHECKED_IN', ...one }] })).toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
