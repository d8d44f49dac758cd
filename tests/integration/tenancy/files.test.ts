import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApp, createRouter, toWebHandler } from 'h3'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type * as Env from '../../../server/infra/env'
import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import { mailFolder } from '../../../server/infra/mail'
import logo from '../../../server/routes/brand/[code]/logo.get'
import visitors from '../../../server/routes/exports/[export].get'
import calendar from '../../../server/routes/i/[token]/visit.ics.get'
import mail from '../../../server/routes/outbox/[mail].get'
import { secretsOf, seen } from './answers'
import { createSession, createWorld, type World } from './world'

vi.mock('../../../server/infra/env', async (load) => {
  const real = await load<typeof Env>()
  return { ...real, env: { ...real.env, GC_DEMO: true } }
})

const router = createRouter()
  .get('/brand/:code/logo', logo)
  .get('/exports/:export', visitors)
  .get('/i/:token/visit.ics', calendar)
  .get('/outbox/:mail', mail)
const serve = toWebHandler(createApp().use(router))

interface File {
  status: number
  body: string
  headers: Headers
}

async function get(path: string, token?: string): Promise<File> {
  const isSession = token?.startsWith('gcs_')
  const headers = new Headers(
    token === undefined ? [] : [isSession ? ['cookie', `gc_session=${token}`] : ['authorization', `Bearer ${token}`]],
  )
  const response = await serve(new Request(`http://localhost:3000${path}`, { headers }))
  return { status: response.status, body: await response.text(), headers: response.headers }
}

let [ours, theirs]: World[] = []
beforeAll(async () => {
  ours = await createWorld('A')
  theirs = await createWorld('B')
})

/** An answer without the name that was asked for. */
const plain = ({ status, body }: File, asked: string) => ({ status, body: body.replaceAll(asked, '<asked>').replace(/"stack":.*?\]/s, '') })
const tampered = (token: string): string => `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`

async function mailOf(world: World): Promise<string> {
  for (const name of await readdir(mailFolder))
    if ((await readFile(join(mailFolder, name), 'utf8')).includes(`${world.mark}mail`)) return name
  throw new Error('The mail was not written')
}

describe('a file', () => {
  it('of the calendar is given to the bearer of the link; a link with another signature is as one of nobody', async () => {
    const own = await get(`/i/${ours!.inviteToken}/visit.ics`)
    expect([own.status, own.body.includes(ours!.mark)]).toEqual([200, true])
    expect(seen(own.body, await secretsOf(theirs!))).toBeNull()
    const [foreign, nobody] = [tampered(theirs!.inviteToken), tampered(tampered(ours!.inviteToken).toLowerCase())]
    const answers = await Promise.all([foreign, nobody].map(async (token) => plain(await get(`/i/${token}/visit.ics`), token)))
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.status).toBe(404)
  })

  it('of the outbox is given to its own organization alone', async () => {
    const reader = (await createSession(ours!.org.operator.id, ours!.org.id)).token
    const [own, foreign, nowhere] = [await mailOf(ours!), await mailOf(theirs!), '2026-01-01T00-00-00-000Z-00000000.eml']
    expect((await get(`/outbox/${own}`, reader)).body).toContain(`${ours!.mark}mail`)
    expect(plain(await get(`/outbox/${foreign}`, reader), foreign)).toEqual(plain(await get(`/outbox/${nowhere}`, reader), nowhere))
    expect((await get(`/outbox/${foreign}`, reader)).status).toBe(404)
    const others = [undefined, ours!.apiKeys.everything, ours!.apiKeys.nothing, ours!.deviceToken]
    for (const token of others) expect((await get(`/outbox/${own}`, token)).status).toBe(404)
    const host = (await createSession(ours!.org.host.user.id, ours!.org.id)).token
    expect((await get(`/outbox/${own}`, host)).status).toBe(404)
  })

  it('of many visitors is given to whoever asked for it, and to nobody who learns that there is one', async () => {
    const id = ours!.ids.VisitorExportRequest ?? ''
    // What reads the answer as a text takes the mark of UTF-8 away.
    const requester = (await createSession(ours!.org.orgAdmin.id, ours!.org.id)).token
    const { status, body, headers } = await get(`/exports/${id}`, requester)
    expect([status, body]).toEqual([200, `registeredAt,name,email,phone,company,locale\r\n"${ours!.mark}line"\r\n`])
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="visitors-[\d-]{10}-[\da-f]{6}\.csv"$/)
    expect(headers.get('cache-control')).toBe('no-store')
    const people = [ours!.org.securityOfficer, ours!.org.operator, ours!.org.host.user, ours!.people.suspended]
    const sessions = await Promise.all(people.map(async (user) => (await createSession(user.id, ours!.org.id)).token))
    const foreign = (await createSession(theirs!.org.orgAdmin.id, theirs!.org.id)).token
    const nobody = plain(await get(`/exports/${newId()}`, requester), '')
    expect(nobody.status).toBe(404)
    for (const token of [undefined, ours!.apiKeys.everything, ours!.deviceToken, foreign, ...sessions])
      expect(plain(await get(`/exports/${id}`, token), id).status).toBe(404)
    const audited = await prisma.auditLog.findMany({ where: { entityId: id, action: 'visitor_export.fetch' } })
    expect(audited.map(({ actorId }) => actorId)).toEqual([ours!.org.orgAdmin.id])
  })

  it('of a logo is public, and shows nothing but the logo', async () => {
    for (const world of [ours!, theirs!]) {
      const { status, body } = await get(`/brand/${world.mark}code/logo`)
      expect([status, seen(body, await secretsOf(world))]).toEqual([200, null])
    }
    expect((await get('/brand/nobody/logo')).status).toBe(404)
  })
})
