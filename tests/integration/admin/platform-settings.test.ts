import { afterAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser } from '../../setup/organization'
import { asAnonymous, asOrgAdmin } from '../../setup/principals'
import { call, dataOf } from '../api/graphql-call'
import { inSession, send } from '../security/sessions-of-people'

const nothing = { supportContact: null, noticeRu: null, noticeEn: null, noticeUntil: null }
const notice = { supportContact: 'help@example.net', noticeRu: 'Работы в субботу', noticeEn: 'Work on Saturday', noticeUntil: null }
const wanted = 'settings { supportContact noticeRu noticeEn noticeUntil }'
const change = (ctx: Ctx, input: object) => send(ctx, 'changePlatformSettings', input, wanted)
const platform = async () => inSession(await createUser(null, 'PlatformAdmin'), null, () => new Date())
const read = (ctx: Ctx) => dataOf(ctx, '{ announcement { text supportContact } }')

afterAll(async () => {
  await change(await platform(), {})
})

describe('what the platform says to everybody', () => {
  it('is read by everybody in their language, signed in or not, and changed at once for the process that changed it', async () => {
    const admin = await platform()
    expect(await change(admin, notice)).toMatchObject({ __typename: 'ChangePlatformSettingsSuccess', settings: notice })
    const supportContact = notice.supportContact
    expect(await read(asAnonymous())).toEqual({ announcement: { text: notice.noticeEn, supportContact } })
    expect(await read(asOrgAdmin(await createOrganization(), { language: 'ru' }))).toEqual({
      announcement: { text: notice.noticeRu, supportContact },
    })
    expect(await change(admin, {})).toMatchObject({ settings: nothing })
    expect(await read(asAnonymous())).toEqual({ announcement: { text: null, supportContact: null } })
  })

  it('goes by itself when its time is over; whom to ask stays', async () => {
    const noticeUntil = new Date(Date.now() + 60_000)
    await change(await platform(), { ...notice, noticeUntil: noticeUntil.toISOString() })
    const at = (time: number) => asAnonymous({ now: () => new Date(time) })
    expect(await read(at(noticeUntil.getTime() - 1))).toMatchObject({ announcement: { text: notice.noticeEn } })
    expect(await read(at(noticeUntil.getTime()))).toEqual({ announcement: { text: null, supportContact: notice.supportContact } })
  })

  it('stands in the platform’s log with what was there before, also where two change it at once', async () => {
    const admin = await platform()
    await change(admin, {})
    await Promise.all(['first', 'second'].map((supportContact) => change(admin, { supportContact })))
    const { actor } = admin
    const rows = await prisma.auditLog.findMany({
      where: { action: 'platform.change_settings', actorId: 'id' in actor ? actor.id : '' },
      orderBy: { createdAt: 'asc' },
    })
    const [, ...changes] = rows.map(({ details }) => details as Record<'before' | 'after', { supportContact: string | null }>)
    const steps = new Map(changes.map(({ before, after }) => [before.supportContact, after.supportContact]))
    const first = steps.get(null)
    expect(['first', 'second']).toContain(first)
    expect(steps.get(first ?? null)).toBe(first === 'first' ? 'second' : 'first')
    expect(rows.every(({ organizationId }) => organizationId === null)).toBe(true)
  })

  it('is changed by nobody else, and not to one language alone or to too much', async () => {
    const org = await createOrganization()
    const forbidden = [{ extensions: { code: 'FORBIDDEN' } }]
    expect((await call(asOrgAdmin(org), '{ platformSettings { noticeEn } }')).errors).toMatchObject(forbidden)
    const mutation = 'mutation { changePlatformSettings(input: { noticeEn: "x" }) { __typename } }'
    expect((await call(asOrgAdmin(org), mutation)).errors).toMatchObject(forbidden)
    const admin = await platform()
    expect(await change(admin, { noticeEn: 'English only' })).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'noticeEn'] })
    expect(await change(admin, { supportContact: 'x'.repeat(201) })).toMatchObject({ path: ['input', 'supportContact'] })
  })
})
