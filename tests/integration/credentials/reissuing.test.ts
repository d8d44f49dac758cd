import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { lastIssue } from '#shared/credentials/pass-claims'
import { parsePassCode } from '#shared/credentials/pass-code'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { hashMark } from '../../../server/domains/credentials/guest-code'
import { inviteTokenOf, inviteUrlOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { openInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { sendNotification } from '../../../server/domains/notifications/use-cases/send-notification'
import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import { mailFolder } from '../../../server/infra/mail'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator } from '../../setup/principals'
import { connectionOf, untilWaiting } from '../../setup/lock-waits'
import { signedPass, verdict } from '../scan/signed-pass'
import { announced, done, passOf, refusal, reissue, resume, suspend, traced } from './changing'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const mailsTo = (email: string): string[] =>
  readdirSync(mailFolder)
    .map((file) => readFileSync(join(mailFolder, file), 'utf8'))
    .filter((text) => text.includes(`To: ${email}`))
const notify = (visitPassId: string) => sendNotification({ eventId: newId(), organizationId: org.id }, { visitPassId, template: 'reissue' })
const flagsOf = (code: string | null) => parsePassCode(code ?? '')?.claims.flags

describe('a new code', () => {
  it('opens gates; the one before is stale, its short code unknown, its link dead', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    const oldLink = inviteTokenOf(await passOf(pass.id))
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    const changed = done(await reissue(asHost(org), pass.id, 'Lost phone'))
    expect(changed).toMatchObject({ status: 'ACTIVE', issueNumber: 1, inviteVersion: 1, entriesUsed: 1, presence: 'INSIDE' })
    expect([flagsOf(pass.code), flagsOf(changed.qrToken)]).toEqual([0, 1])
    expect(await verdict(ctx, org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await verdict(ctx, org, pass.code)).toBe('STALE_CODE')
    expect(await verdict(ctx, org, pass.shortCode)).toBe('UNKNOWN_CODE')
    expect(await verdict(ctx, org, changed.shortCode ?? '')).toBe('ScanAdmitted')
    expect(await openInvite(oldLink)).toBeNull()
    expect(await openInvite(inviteTokenOf(changed))).toMatchObject({ code: changed.qrToken })
    expect(await traced(pass.id)).toEqual([['pass.reissue', org.host.user.id]])
  })

  it('signs out whoever was signed in by the link before, and ends codes under way', async () => {
    const { id: visitPassId } = await signedPass(org)
    const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 60_000)]
    const row = { organizationId: org.id, visitPassId, createdAt, expiresAt }
    await prisma.guestSession.create({ data: { ...row, id: newId(), tokenHash: hashMark(randomUUID()) } })
    await prisma.guestChallenge.create({ data: { ...row, id: newId(), browserHash: hashMark(randomUUID()) } })
    done(await reissue(asHost(org), visitPassId))
    expect(await prisma.guestSession.count({ where: { visitPassId } })).toBe(0)
    expect(await prisma.guestChallenge.count({ where: { visitPassId, closedAt: null } })).toBe(0)
  })

  it('is one, of however many are made at once', async () => {
    const { id, code } = await signedPass(org, { passType: 'MULTI' })
    const answers = await Promise.all(Array.from({ length: 10 }, () => reissue(asOperator(org), id)))
    const codes = [...new Set([code, ...answers.map((answer) => done(answer).qrToken ?? '')])]
    const { qrToken, issueNumber, inviteVersion } = await passOf(id)
    expect(issueNumber).toBe(inviteVersion)
    expect([issueNumber, issueNumber]).toEqual([await announced(id, 'visitpass.reissued'), (await traced(id)).length])
    for (const each of codes) expect(await verdict(asOperator(org), org, each)).toBe(each === qrToken ? 'ScanAdmitted' : 'STALE_CODE')
  })

  it('counts for a scan that began before it and is settled after it', async () => {
    const { id, code } = await signedPass(org)
    let scanned: Promise<string> | undefined
    await prisma.$transaction(async (tx) => {
      await tx.visitPass.update({ where: { id }, data: { issueNumber: 1, qrToken: 'another' } })
      scanned = verdict(asOperator(org), org, code)
      await untilWaiting(await connectionOf(tx, org.id))
    })
    expect(await scanned).toBe('STALE_CODE')
    expect(await passOf(id)).toMatchObject({ status: 'ACTIVE', entriesUsed: 0 })
  })

  it('is told to the guest with the new link, by a mail of its own', async () => {
    const email = `${randomUUID()}@guest.example`
    const { id } = await signedPass(org, { email })
    const before = inviteUrlOf(await passOf(id))
    const after = inviteUrlOf(done(await reissue(asHost(org), id)))
    await notify(id)
    const [mail, ...more] = mailsTo(email)
    expect(more).toEqual([])
    expect(mail).toContain('Subject: New link to your pass')
    const text = mail?.replaceAll('=\r\n', '') ?? ''
    expect([text.includes(after), text.includes(before)]).toEqual([true, false])
  })

  it('leaves a suspended pass suspended, and is told all the same', async () => {
    const email = `${randomUUID()}@guest.example`
    const { id, code } = await signedPass(org, { email })
    done(await suspend(asHost(org), id))
    expect(done(await reissue(asHost(org), id))).toMatchObject({ status: 'SUSPENDED', issueNumber: 1 })
    await notify(id)
    expect(mailsTo(email)).toHaveLength(1)
    const { qrToken } = done(await resume(asHost(org), id))
    expect(await verdict(asOperator(org), org, code)).toBe('STALE_CODE')
    expect(await verdict(asOperator(org), org, qrToken ?? '')).toBe('ScanAdmitted')
  })

  it('keeps its number when the visit is moved, also of a pass that is suspended then', async () => {
    const [moved, suspended] = [await signedPass(org), await signedPass(org)]
    for (const { id, appointmentId } of [moved, suspended]) {
      done(await reissue(asHost(org), id))
      if (id === suspended.id) done(await suspend(asHost(org), id))
      const endsAt = new Date(Date.now() + 7_200_000)
      done(await updateAppointment(asHost(org), { appointmentId, version: 0, endsAt }))
    }
    expect(done(await reissue(asHost(org), suspended.id))).toMatchObject({ qrToken: null, shortCode: null, issueNumber: 2 })
    done(await resume(asHost(org), suspended.id))
    await issueVisitPass({ eventId: newId(), organizationId: org.id }, { visitPassIds: [moved.id, suspended.id] })
    expect([flagsOf((await passOf(moved.id)).qrToken), flagsOf((await passOf(suspended.id)).qrToken)]).toEqual([1, 2])
  })

  it('is refused when there have been as many as there can be', async () => {
    const { id } = await signedPass(org)
    for (let issue = 1; issue <= lastIssue; issue++) expect(done(await reissue(asOperator(org), id)).issueNumber).toBe(issue)
    const before = await passOf(id)
    expect(refusal(await reissue(asOperator(org), id))).toContain('This pass has had as many codes as it can have.')
    expect(await passOf(id)).toEqual(before)
  })

  it.each([
    ['DRAFT', 'The pass has no code yet'],
    ['PENDING_APPROVAL', 'The pass has no code yet'],
    ['USED', 'a new code would let nobody in'],
    ['REVOKED', 'not valid any more'],
    ['EXPIRED', 'not valid any more'],
  ] as const)('is not made for a pass that is %s', async (status, words) => {
    const { id } = await signedPass(org)
    await prisma.visitPass.update({ where: { id }, data: { status } })
    expect(refusal(await reissue(asHost(org), id))).toContain(words)
    expect(await passOf(id)).toMatchObject({ issueNumber: 0, inviteVersion: 0 })
  })

  it('is not made for a pass that is over, without a reason, or of somebody else', async () => {
    const [{ id }, foreign] = [await signedPass(org), await signedPass(await createOrganization())]
    expect(refusal(await reissue(asHost(org, { now: () => new Date(Date.now() + 86_400_000) }), id))).toContain('not valid any more')
    expect(refusal(await reissue(asHost(org), id, ''))).toBe('Give a reason.')
    expect(await reissue(asHost(org, {}, await createHost(org.id)), id)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await reissue(asOperator(org), foreign.id)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await passOf(foreign.id)).toMatchObject({ issueNumber: 0 })
  })
})
