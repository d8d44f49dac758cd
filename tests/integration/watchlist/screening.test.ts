import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { sendWatchlistNotice } from '../../../server/domains/notifications/use-cases/send-watchlist-notice'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { decideWatchlistMatch } from '../../../server/domains/watchlist/use-cases/matches/decide-watchlist-match'
import { listWatchlistMatches } from '../../../server/domains/watchlist/use-cases/matches/list-watchlist-matches'
import { setWatchlistPolicy } from '../../../server/domains/watchlist/use-cases/watchlist-policy'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { inviteGuestList } from '../../../server/domains/guest-lists/use-cases/invite-guest-list'
import { startGuestList } from '../../../server/domains/guest-lists/use-cases/start-guest-list'
import { listOf, people } from '../guest-lists/lists'
import { verdict } from '../scan/signed-pass'
import {
  audited,
  done,
  invite,
  list,
  listBlocked,
  listMany,
  mailsOf,
  matches,
  officer,
  otherOfficer,
  passOf,
  screen,
  sign,
} from './watching'

let org: TestOrganization
let first: Ctx
let second: Ctx
beforeEach(async () => {
  org = await createOrganization()
  ;[first, second] = [await officer(org), await otherOfficer(org)]
})

const decide = (ctx: Ctx, watchlistMatchId: string, decision: 'ADMIT' | 'REFUSE') =>
  decideWatchlistMatch(ctx, { watchlistMatchId, decision, note: 'Looked at the document' })

describe('a visitor who may be somebody of the list', () => {
  it('gets no pass before somebody has decided, whoever invites them and however the name is written', async () => {
    await list(first, 'Щукин Юрий Павлович')
    const held = await invite(org, { name: 'Iurii Shchukin', email: `${randomUUID()}@guest.example` })
    const free = await invite(org, { name: 'Shchukin Pavel' })
    expect([held.status, held.qrToken, free.status]).toEqual(['PENDING_APPROVAL', null, 'ACTIVE'])
    const [match] = await listWatchlistMatches(first, {})
    expect(match).toMatchObject({ status: 'OPEN', entry: { record: { name: 'Щукин Юрий Павлович' } }, visitor: { name: 'Iurii Shchukin' } })
    expect(match?.reasons).toEqual(['ALPHABET', 'ORDER', 'SHORTER'])
    expect(match?.score).toBeGreaterThan(90)
  })

  it('is found on a list of guests too, and only they wait', async () => {
    await list(first, 'Щукин Юрий')
    const guests = await listOf(asHost(org), org, [...people(120), { name: 'Shchukin Yuri' }])
    done(await startGuestList(asHost(org), { guestListId: guests.id }))
    await inviteGuestList({ eventId: randomUUID(), organizationId: org.id }, { guestListId: guests.id })
    const waiting = await prisma.visitPass.count({ where: { organizationId: org.id, status: 'PENDING_APPROVAL' } })
    expect([waiting, (await matches(org)).length]).toEqual([1, 1])
  })

  it('is found by e-mail and by phone under any name, and where the entry counts', async () => {
    const elsewhere = await prisma.site.create({
      data: { id: randomUUID(), organizationId: org.id, name: 'Elsewhere', timeZone: 'Europe/Berlin' },
    })
    await list(first, 'Nobody Inparticular', { email: 'Trouble@Guest.example', phone: '8 (916) 123-45-67' })
    await list(first, 'Anna Elsewhere', { siteId: elsewhere.id })
    await list(first, 'Anna Over', { validUntil: new Date(Date.now() + 60_000) })
    await prisma.watchlistEntry.updateMany({
      where: { organizationId: org.id, validUntil: { not: null } },
      data: { validUntil: new Date(Date.now() - 1) },
    })
    const passes = [
      await invite(org, { name: 'Boris Godunov', email: 'trouble@guest.example' }),
      await invite(org, { name: 'Fyodor Godunov', phone: '+7 916 123 45 67' }),
      await invite(org, { name: 'Anna Elsewhere' }),
      await invite(org, { name: 'Anna Over' }),
    ]
    expect(passes.map(({ status }) => status)).toEqual(['PENDING_APPROVAL', 'PENDING_APPROVAL', 'ACTIVE', 'ACTIVE'])
  })

  it('is found behind however many entries of the name that count no more', async () => {
    const over = Array.from({ length: 160 }, () => 'Shchukin Yuri')
    await listMany(org, over, new Date(Date.now() - 1))
    await list(first, 'Shchukin Yurij')
    expect((await invite(org, { name: 'Shchukin Yuri' })).status).toBe('PENDING_APPROVAL')
  })

  it('is found when the list grows after they were invited, and loses the code', async () => {
    const pass = await invite(org, { name: 'Pyotr Tchaikovsky' })
    expect(pass.status).toBe('ACTIVE')
    await list(first, 'Чайковский Пётр Ильич')
    await screen(org)
    expect(await passOf(pass.id)).toMatchObject({ status: 'PENDING_APPROVAL', qrToken: null })
    await screen(org)
    expect(await matches(org)).toHaveLength(1)
  })

  it('counts from the score on that the organization chose', async () => {
    await list(first, 'Соколов Илья')
    done(await setWatchlistPolicy(first, { threshold: 97, waitingText: null }))
    expect((await invite(org, { name: 'Ilya Sokolof' })).status).toBe('ACTIVE')
    done(await setWatchlistPolicy(first, { threshold: 70, waitingText: ' We call you ' }))
    await screen(org)
    expect(await matches(org)).toHaveLength(1)
  })
})

describe('a decision', () => {
  it('to admit lets the pass go on, and is remembered', async () => {
    await list(first, 'Щукин Юрий')
    const pass = await invite(org, { name: 'Yuri Shchukin', email: 'yuri@guest.example' })
    const [match] = await matches(org)
    expect(done(await decide(first, match?.id ?? '', 'ADMIT'))).toMatchObject({ status: 'ADMITTED', decidedById: org.securityOfficer.id })
    await sign(org, pass.id)
    expect((await passOf(pass.id)).status).toBe('ACTIVE')
    expect((await invite(org, { name: 'Yuri Shchukin', email: 'yuri@guest.example' })).status).toBe('ACTIVE')
    expect(await matches(org)).toHaveLength(1)
    expect(await audited(org)).toEqual(['add', 'admit'])
    expect((await listWatchlistMatches(first, {}))[0]?.note).toBe('Looked at the document')
  })

  it('to refuse withdraws the passes: the gate says BLOCKED, and whoever invites them again waits again', async () => {
    const pass = await invite(org, { name: 'Yuri Shchukin', email: 'yuri@guest.example' })
    await list(first, 'Щукин Юрий')
    await screen(org)
    const [match] = await matches(org)
    done(await decide(first, match?.id ?? '', 'REFUSE'))
    expect(await passOf(pass.id)).toMatchObject({ status: 'REVOKED', isBlocked: true, revokedReason: 'The visit was not approved.' })
    expect(await verdict(asOperator(org), org, pass.qrToken ?? '')).toBe('BLOCKED')
    expect((await invite(org, { name: 'Yuri Shchukin', email: 'yuri@guest.example' })).status).toBe('PENDING_APPROVAL')
    expect((await matches(org)).map(({ status, round }) => [status, round])).toEqual([
      ['REFUSED', 0],
      ['OPEN', 1],
    ])
  })

  it('over somebody who is kept out takes two people to admit, one to refuse', async () => {
    await listBlocked(first, second, 'Щукин Юрий')
    const pass = await invite(org, { name: 'Yuri Shchukin' })
    const [match] = await matches(org)
    const id = match?.id ?? ''
    expect(done(await decide(first, id, 'ADMIT'))).toMatchObject({ status: 'OPEN', firstById: org.securityOfficer.id })
    expect(await decide(first, id, 'ADMIT')).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect((await passOf(pass.id)).status).toBe('PENDING_APPROVAL')
    expect(await decide(asSecurityOfficer(org), id, 'ADMIT')).toMatchObject({ code: 'CONFIRMATION_REQUIRED' })
    expect(done(await decide(second, id, 'ADMIT'))).toMatchObject({ status: 'ADMITTED' })
    expect((await passOf(pass.id)).status).toBe('DRAFT')
  })

  it('is one, of however many decide at once', async () => {
    await list(first, 'Щукин Юрий')
    const pass = await invite(org, { name: 'Yuri Shchukin' })
    const [match] = await matches(org)
    const officers = [first, second, await otherOfficer(org), await otherOfficer(org)]
    const answers = await Promise.all(officers.map((ctx, place) => decide(ctx, match?.id ?? '', place % 2 ? 'ADMIT' : 'REFUSE')))
    expect(answers.filter((answer) => 'failure' in answer)).toHaveLength(3)
    const { status } = (await matches(org))[0] ?? {}
    expect((await passOf(pass.id)).status).toBe(status === 'ADMITTED' ? 'DRAFT' : 'REVOKED')
    expect((await audited(org)).filter((action) => action !== 'add')).toHaveLength(1)
  })

  it('leaves a pass waiting that waits for another decision', async () => {
    await list(first, 'Щукин Юрий')
    await list(first, 'Yuri Schukin')
    const pass = await invite(org, { name: 'Yuri Shchukin' })
    const [one, other] = await matches(org)
    done(await decide(first, one?.id ?? '', 'ADMIT'))
    expect((await passOf(pass.id)).status).toBe('PENDING_APPROVAL')
    done(await decide(first, other?.id ?? '', 'ADMIT'))
    expect((await passOf(pass.id)).status).toBe('DRAFT')
  })
})

describe('what is told and kept', () => {
  it('those who keep the list get one mail, which names nobody', async () => {
    await list(first, 'Щукин Юрий')
    for (const _ of [1, 2]) await invite(org, { name: 'Yuri Shchukin', email: `${randomUUID()}@guest.example` })
    const notices = await prisma.watchlistNotice.findMany({ where: { organizationId: org.id } })
    expect(notices.map(({ about }) => about)).toEqual(['MATCHES', 'MATCHES', 'MATCHES'])
    const { id = '', userId = '' } = notices.find((notice) => notice.userId === org.securityOfficer.id) ?? {}
    for (const _ of [1, 2]) await sendWatchlistNotice({ eventId: randomUUID(), organizationId: org.id }, { watchlistNoticeId: id })
    const mails = (await mailsOf(org)).filter((mail) => mail.includes(org.securityOfficer.email))
    expect(mails).toHaveLength(1)
    expect(mails[0]).not.toMatch(/Shchukin|=D0=A9/)
    expect(userId).toBe(org.securityOfficer.id)
  })

  it('the host who invited and the reception see a pass that waits, and nothing of the list', async () => {
    await list(first, 'Щукин Юрий')
    await invite(org, { name: 'Yuri Shchukin' })
    for (const ctx of [asHost(org), asOperator(org)])
      await expect(listWatchlistMatches(ctx, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('whoever was erased leaves a match without names; the entry stays', async () => {
    await list(first, 'Щукин Юрий')
    const pass = await invite(org, { name: 'Yuri Shchukin' })
    await eraseOnce(first, pass.visitorId, { reason: 'Asked for it' })
    const [match] = await listWatchlistMatches(first, {})
    expect(match).toMatchObject({ status: 'CLOSED', note: null, reasons: [], visitor: { erased: true }, entry: { status: 'ACTIVE' } })
    expect((await passOf(pass.id)).status).toBe('REVOKED')
  })
})
