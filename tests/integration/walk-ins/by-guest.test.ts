import { beforeEach, describe, expect, it } from 'vitest'
import { anonymous, createCtx, type Ctx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { openInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { findArrivals } from '../../../server/domains/walk-ins/use-cases/find-arrivals'
import { openWalkInPage } from '../../../server/domains/walk-ins/use-cases/open-walk-in-page'
import { registerByGuest } from '../../../server/domains/walk-ins/use-cases/register-by-guest'
import { findWalkInPage, replaceWalkInLink, setWalkInPage } from '../../../server/domains/walk-ins/use-cases/walk-in-pages'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { decide, done, issueAll, standing } from '../approvals/chains'
import { bookedVisit } from '../scan/signed-pass'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

/** Somebody at a phone of their own. */
const guest = (of = org, ip = `2001:db8::${newId().slice(-4)}:${newId().slice(-8, -4)}`): Ctx =>
  createCtx({ ...anonymous, organizationId: of.id }, { language: 'en', request: { ip, userAgent: null } })
const typed = (more: object = {}) => ({
  visitor: { name: 'Irina Volkova', email: '', phone: '', company: '' },
  host: org.host.user.name,
  ...more,
})
const tokenOf = (url: string | null | undefined) => url?.split('/w/')[1] ?? ''
const opened = async () => tokenOf(done(await setWalkInPage(asOrgAdmin(org), { siteId: org.site.id, isOpen: true })).url)
const register = (more: object = {}, ctx = guest()) => registerByGuest(ctx, { siteId: org.site.id }, typed(more))
const visitOf = async (url: string) => (await openInvite(url.split('/i/')[1] ?? ''))?.pass.id

describe('the page of a site', () => {
  it('is closed until somebody opens it; another address ends the one before, and closing ends both', async () => {
    expect(await findWalkInPage(asOrgAdmin(org), org.site.id)).toMatchObject({ isOpen: false, url: null })
    expect(await findWalkInPage(asOperator(org), org.site.id)).toBeNull()
    const first = await opened()
    expect(await openWalkInPage(first)).toMatchObject({ organizationId: org.id, siteId: org.site.id, siteName: 'Headquarters' })
    const second = tokenOf(done(await replaceWalkInLink(asOrgAdmin(org), { siteId: org.site.id })).url)
    expect(await openWalkInPage(first)).toBeNull()
    expect(await openWalkInPage(second)).not.toBeNull()
    done(await setWalkInPage(asOrgAdmin(org), { siteId: org.site.id, isOpen: false }))
    expect(await openWalkInPage(second)).toBeNull()
    done(await setWalkInPage(asOrgAdmin(org), { siteId: org.site.id, isOpen: true }))
    await prisma.site.update({ where: { id: org.site.id }, data: { closedAt: new Date() } })
    expect(await openWalkInPage(second)).toBeNull()
    const actions = await prisma.auditLog.findMany({ where: { organizationId: org.id, entityId: org.site.id }, orderBy: { id: 'asc' } })
    expect(actions.map(({ action }) => action)).toEqual([
      'walk_in_page.set',
      'walk_in_page.replace',
      'walk_in_page.set',
      'walk_in_page.set',
    ])
  })

  it('is for whoever manages the organization, and for no site of another', async () => {
    const other = await createOrganization()
    expect(await setWalkInPage(asOrgAdmin(org), { siteId: other.site.id, isOpen: true })).toMatchObject({ code: 'NOT_FOUND' })
    for (const ctx of [asOperator(org), asHost(org)])
      await expect(setWalkInPage(ctx, { siteId: org.site.id, isOpen: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    for (const token of ['', 'x', newId(), 'A'.repeat(39)]) expect(await openWalkInPage(token)).toBeNull()
  })
})

describe('a guest who registers themselves', () => {
  it('waits for the host they named by a whole name or e-mail, whatever its case, and then has a pass', async () => {
    for (const host of [org.host.user.name.toUpperCase(), `  ${org.host.user.email} `]) {
      const { inviteUrl } = done(await register({ host }))
      const passId = await visitOf(inviteUrl)
      const pass = await prisma.visitPass.findUniqueOrThrow({ where: { id: passId ?? '' } })
      expect(pass.status).toBe('PENDING_APPROVAL')
      const row = (await findArrivals(asOperator(org), org.site.id)).find(({ visitPass }) => visitPass.id === passId)
      expect(row?.walkIn).toMatchObject({ answer: 'PENDING', documentSeen: false, asked: [org.host.user.name] })
      done(await decide(org, org.host.user, pass.appointmentId ?? ''))
      await issueAll(org)
      expect(await standing(pass.appointmentId ?? '')).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    }
    expect(await prisma.walkIn.findMany({ where: { organizationId: org.id }, select: { registeredById: true } })).toEqual([
      { registeredById: null },
      { registeredById: null },
    ])
  })

  it('finds nobody by a part of a name, nobody of another organization, nobody who has left, and none of two of one name', async () => {
    const other = await createOrganization()
    const unknown = { code: 'VALIDATION_FAILED', fields: [{ path: ['input', 'host'] }] }
    for (const host of [
      org.host.user.name.slice(0, -1),
      org.host.user.name.split(' ')[0] ?? '',
      '%',
      '_____',
      other.host.user.name,
      other.host.user.email,
    ])
      expect(await register({ host })).toMatchObject(unknown)
    const twin = await createHost(org.id)
    await prisma.membership.updateMany({ where: { organizationId: org.id, userId: twin.user.id }, data: { name: org.host.user.name } })
    expect(await register()).toMatchObject(unknown)
    await prisma.membership.updateMany({ where: { organizationId: org.id, userId: twin.user.id }, data: { suspendedAt: new Date() } })
    expect(isFailure(await register())).toBe(false)
  })

  it('is never taken for somebody who is known: what they type of themselves shows them nothing of another', async () => {
    const known = await bookedVisit(org)
    const before = await prisma.visitPass.findUniqueOrThrow({ where: { id: known.passId } })
    const { inviteUrl } = done(await register({ visitor: { name: 'Anna Petrova', email: known.email } }))
    const pass = await prisma.visitPass.findUniqueOrThrow({ where: { id: (await visitOf(inviteUrl)) ?? '' } })
    expect(pass.visitorId).not.toBe(before.visitorId)
  })

  it('who sends the form twice is registered once', async () => {
    const idempotencyKey = newId()
    const ctx = guest()
    const answers = await Promise.all([1, 2, 3].map(() => register({ idempotencyKey }, ctx)))
    expect(new Set(answers.map((answer) => done(answer).inviteUrl)).size).toBe(1)
    expect(await prisma.walkIn.count({ where: { organizationId: org.id } })).toBe(1)
  })

  it('may try ten times from one address, whether they find somebody or not; others at the door go on', async () => {
    const ctx = guest()
    for (let tries = 0; tries < 10; tries++)
      expect(await register({ host: `Nobody ${tries}` }, ctx)).toMatchObject({ fields: [{ path: ['input', 'host'] }] })
    expect(await register({}, ctx)).toMatchObject({ code: 'VALIDATION_FAILED', retryAfterSeconds: expect.any(Number) as unknown })
    expect(isFailure(await register())).toBe(false)
    expect(await prisma.walkIn.count({ where: { organizationId: org.id } })).toBe(1)
  })
})
