import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { findGuestAccess } from '../../../server/domains/credentials/use-cases/find-guest-access'
import { secretsOf } from '../../../server/domains/credentials/use-cases/guest-codes'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { openGuestSession, type GuestProof } from '../../../server/domains/credentials/use-cases/open-guest-session'
import { openInvite, type OpenedInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { purgeGuestAccess } from '../../../server/domains/credentials/use-cases/purge-guest-access'
import { requestGuestCode } from '../../../server/domains/credentials/use-cases/request-guest-code'
import { anonymous, createCtx, type Ctx } from '../../../server/core/ctx'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asAnonymous } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { call } from '../api/graphql-call'

const minute = 60_000
const [ours, theirs] = ['the mark of a browser', 'the mark of another browser']
let org: TestOrganization
let token: string
let invite: OpenedInvite

const at = (later = 0): Ctx =>
  createCtx({ ...anonymous, organizationId: org.id }, { language: 'en', now: () => new Date(Date.now() + later) })
const ask = (mark = ours, later = 0) => requestGuestCode(at(later), invite, mark)
const show = (proof: GuestProof, mark = ours, later = 0) => openGuestSession(at(later), invite, mark, proof)

/** What the newest mail to the guest would hold. */
async function mailed(): Promise<{ code: string; key: string; id: string }> {
  const { id } = await prisma.guestChallenge.findFirstOrThrow({ where: { visitPassId: invite.pass.id }, orderBy: { id: 'desc' } })
  return { id, ...secretsOf(id) }
}
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** An organization that asks its guests for a code, and an open invite of it. */
async function invited(): Promise<void> {
  org = await createOrganization()
  await prisma.securityPolicy.create({
    data: { organizationId: org.id, passwordMinimum: 12, secondFactor: 'OPTIONAL', guestAccess: 'OTP', updatedAt: new Date() },
  })
  const { passId } = await createVisit(org)
  const shortCode = `0${newId().replaceAll('-', '').slice(-9).toUpperCase()}`
  await prisma.visitPass.update({ where: { id: passId }, data: { qrToken: `GC1:${passId}`, shortCode }, select: { id: true } })
  token = inviteTokenOf({ id: passId, inviteVersion: 0 })
  const opened = await openInvite(token)
  if (!opened) throw new Error('The invite does not open')
  invite = opened
}

beforeEach(invited)

describe('a guest who has to show who they are', () => {
  it('sees the code of the pass after typing the digits of the mail, in the browser that asked for them', async () => {
    expect(await findGuestAccess(invite, { session: undefined, mark: ours }, new Date())).toBe('closed')
    expect(await ask()).toBe('asked')
    expect(await findGuestAccess(invite, { session: undefined, mark: ours }, new Date())).toBe('asked')
    expect(await findGuestAccess(invite, { session: undefined, mark: theirs }, new Date())).toBe('closed')
    const { code } = await mailed()
    expect(await show({ code }, theirs)).toBe('expired')
    const session = await show({ code: `${code.slice(0, 3)} ${code.slice(3)}` })
    expect(session).toMatchObject({ token: expect.stringMatching(/^gcg_/) as string })
    const { token: held } = session as { token: string }
    expect(await findGuestAccess(invite, { session: held, mark: undefined }, new Date())).toBe('open')
    expect(await findGuestAccess(invite, { session: `${held}x`, mark: undefined }, new Date())).toBe('closed')
  })

  it('may follow the link instead, and only in that browser', async () => {
    await ask()
    const { key } = await mailed()
    expect(await show({ key }, theirs)).toBe('elsewhere')
    expect(await show({ key: `${key.startsWith('A') ? 'B' : 'A'}${key.slice(1)}` })).toBe('expired')
    expect(await show({ key })).toMatchObject({ token: expect.any(String) as string })
    expect(await show({ key })).toBe('expired')
  })

  it('has five tries and ten minutes', async () => {
    await ask()
    const { code } = await mailed()
    for (let tries = 1; tries <= 5; tries++) expect(await show({ code: wrongFor(code) })).toBe('wrong')
    expect(await show({ code })).toBe('expired')
    await ask()
    const second = await mailed()
    expect(await show({ code: second.code }, ours, 10 * minute)).toBe('expired')
    expect(await show({ code: second.code }, ours, 9 * minute)).toMatchObject({ token: expect.any(String) as string })
  })

  it('has five tries though a hundred are made at once', async () => {
    await ask()
    const { code } = await mailed()
    const answers = await Promise.all(Array.from({ length: 100 }, () => show({ code: wrongFor(code) })))
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(5)
    expect(await show({ code })).toBe('expired')
  })

  it('gets one session though the right code is sent a hundred times at once', async () => {
    await ask()
    const { code } = await mailed()
    const answers = await Promise.all(Array.from({ length: 100 }, () => show({ code })))
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(1)
    expect(await prisma.guestSession.count({ where: { visitPassId: invite.pass.id } })).toBe(1)
  })

  it('may use the newest code alone', async () => {
    await ask()
    const first = await mailed()
    await ask()
    const second = await mailed()
    if (first.code !== second.code) expect(await show({ code: first.code })).toBe('wrong')
    expect(await show({ key: first.key })).toBe('expired')
    expect(await show({ code: second.code })).toMatchObject({ token: expect.any(String) as string })
  })

  it('is mailed five codes in an hour', async () => {
    for (let mails = 1; mails <= 5; mails++) expect(await ask()).toBe('asked')
    expect(await ask()).toBe('wait')
    expect(await ask(theirs)).toBe('wait')
  })

  it('has nothing of another visit opened', async () => {
    await ask()
    const { code, key } = await mailed()
    const session = await show({ code })
    const { token: held } = session as { token: string }
    await invited()
    await ask()
    expect(await show({ key })).toBe('expired')
    expect(await findGuestAccess(invite, { session: held, mark: ours }, new Date())).toBe('asked')
  })

  it('is told where nobody knows an address to write to', async () => {
    const unknown = { ...invite, guestEmail: null }
    expect(await requestGuestCode(at(), unknown, ours)).toBe('unreachable')
    expect(await findGuestAccess(unknown, { session: undefined, mark: ours }, new Date())).toBe('unreachable')
  })

  it('is forgotten when the session has ended', async () => {
    await ask()
    const session = await show({ code: (await mailed()).code })
    const { expiresAt } = session as { expiresAt: Date }
    expect(await findGuestAccess(invite, { session: (session as { token: string }).token, mark: ours }, expiresAt)).not.toBe('open')
    await purgeGuestAccess(new Date(expiresAt.getTime() + 1))
    expect(await prisma.guestSession.count({ where: { visitPassId: invite.pass.id } })).toBe(0)
    expect(await prisma.guestChallenge.count({ where: { visitPassId: invite.pass.id } })).toBe(0)
  })
})

const document = `query ($token: String!) { invite(token: $token) {
  code visitorName startsAt host { name } site { name } visitPass { code shortCode visitor { name } } } }`

describe('the API', () => {
  it('tells the bearer of the link host, place and time, and no code', async () => {
    const { data } = await call<{ invite: object }>(asAnonymous(), document, { token })
    expect(data?.invite).toMatchObject({
      code: null,
      visitorName: 'A. P.',
      site: { name: 'Headquarters' },
      visitPass: { code: null, shortCode: null, visitor: { name: 'A. P.' } },
    })
    await prisma.securityPolicy.update({ where: { organizationId: org.id }, data: { guestAccess: 'LINK' } })
    const open = await call<{ invite: object }>(asAnonymous(), document, { token })
    expect(open.data?.invite).toMatchObject({ code: expect.stringContaining('GC1:') as string, visitorName: 'Anna Petrova' })
  })
})
