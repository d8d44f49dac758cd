import { createServer, type Server } from 'node:http'
import { createApp, defineEventHandler, toNodeListener } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import invite from '../../../server/middleware/invite'
import { prisma } from '../../../server/infra/db'
import type { GuestStepPage } from '../../../shared/guest-step-page'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { signedPass } from '../scan/signed-pass'
import { field, typeOf, type NewField } from '../visitor-types/types'

let org: TestOrganization
let server: Server
let url: string
beforeAll(async () => {
  org = await createOrganization()
  const app = createApp().use(invite)
  app.use(defineEventHandler(({ context }) => context.guestStep ?? { form: null }))
  server = createServer(toNodeListener(app))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

/** The cookies of one phone. */
type Phone = Map<string, string>

/** The address at which a new guest, of a type that asks this, answers its questions. */
async function asked(fields: NewField[]): Promise<{ id: string; path: string }> {
  const { id } = await signedPass(org)
  const { id: visitorTypeId } = await typeOf(org, fields, [], `Type ${id}`)
  const pass = await prisma.visitPass.update({ where: { id }, data: { visitorTypeId } })
  return { id, path: `${url}/i/${inviteTokenOf(pass)}/details?lang=en` }
}

async function ask(phone: Phone, path: string, body?: Record<string, string>) {
  const headers = { cookie: [...phone].map((cookie) => cookie.join('=')).join('; ') }
  const sent = body ? { method: 'POST', body: new URLSearchParams(body) } : {}
  const response = await fetch(path, { ...sent, headers, redirect: 'manual' })
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    phone.set(name, value)
  }
  const page = response.status === 303 ? null : ((await response.json()) as GuestStepPage<'details'>)
  return { status: response.status, location: response.headers.get('location'), page }
}

/** Opens the page on a phone and sends its form. */
async function answer(phone: Phone, path: string, answers: Record<string, string>) {
  const { page } = await ask(phone, path)
  return ask(phone, path, { form: page?.form.key ?? '', ...answers })
}
const remembered = async (phone: Phone, path: string) => (await ask(phone, path)).page?.form.remembered
const badge = (text: string) => field('badge', { label: { ru: text, en: text } })

describe('questions to a guest', () => {
  it('come again with what was typed and what to do beside each field', async () => {
    const { path } = await asked([field('name', { required: true }), field('weight', { kind: 'NUMBER' })])
    const { status, page } = await answer(new Map(), path, { 'answer.name': '', 'answer.weight': 'a lot' })
    expect(status).toBe(422)
    expect(Object.keys(page?.form.errors ?? {})).toEqual(['answer.name', 'answer.weight'])
    expect(page?.form.values['answer.weight']).toEqual(['a lot'])
  })

  it('are filled in from the phone that was told to remember, and from no other', async () => {
    const [first, second, other] = [
      await asked([badge('Number of your badge')]),
      await asked([badge('Number of your badge')]),
      await asked([badge('Colour of your badge')]),
    ]
    const phone: Phone = new Map()
    const sent = await answer(phone, first.path, { 'answer.badge': 'nineteen', remember: 'on' })
    expect([sent.status, sent.location]).toEqual([303, `${new URL(first.path).pathname.replace('/details', '')}?lang=en`])
    expect(await remembered(phone, second.path)).toEqual({ 'answer.badge': 'nineteen' })
    expect(await remembered(phone, other.path)).toEqual({})
    expect(await remembered(new Map(), second.path)).toEqual({})
    await answer(phone, second.path, { forget: 'on' })
    expect(await remembered(phone, second.path)).toEqual({})
  })

  it('are remembered as far as a cookie holds, the last ones first', async () => {
    const fields = Array.from({ length: 30 }, (_, place) => field(`q${place}`))
    const { path } = await asked(fields)
    const phone: Phone = new Map()
    const answers = Object.fromEntries(fields.map(({ key }) => [`answer.${key}`, 'я'.repeat(190)]))
    expect((await answer(phone, path, { ...answers, remember: 'on' })).status).toBe(303)
    const kept = [...phone].find(([name]) => name.startsWith('gc_details_'))
    expect(kept?.join('=').length).toBeLessThan(4_000)
    const names = Object.keys((await remembered(phone, path)) ?? {})
    expect(names.length).toBeGreaterThan(4)
    expect(names.at(-1)).toBe('answer.q29')
  })

  it('are over once the guest has come: they are led back to their invite', async () => {
    const { id, path } = await asked([badge('Badge')])
    await prisma.visitPass.update({ where: { id }, data: { presence: 'INSIDE' } })
    expect(await ask(new Map(), path)).toMatchObject({ status: 303, location: `${new URL(path).pathname.replace('/details', '')}?lang=en` })
  })
})
