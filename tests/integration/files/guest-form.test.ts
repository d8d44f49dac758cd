import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createApp, defineEventHandler, toNodeListener } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import invite from '../../../server/middleware/invite'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import en from '../../../i18n/locales/en.json'
import ru from '../../../i18n/locales/ru.json'
import { signedPass } from '../scan/signed-pass'
import { picture } from './samples'

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

interface Page {
  path: string
  form: string
  cookie: string
  visitorId: string
}

/** A guest opens the page on their phone. */
async function opened(): Promise<Page> {
  const { id } = await signedPass(org)
  const pass = await prisma.visitPass.findUniqueOrThrow({ where: { id } })
  const path = `${url}/i/${inviteTokenOf(pass)}/documents`
  const response = await fetch(path)
  const { form } = (await response.json()) as { form: { key: string } }
  return { path, form: form.key, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', visitorId: pass.visitorId }
}

function formOf({ form }: Page, file: Buffer, more: Record<string, string> = {}, name = 'photo.jpg'): FormData {
  const data = new FormData()
  for (const [key, value] of Object.entries({ form, lang: 'en', kind: 'PHOTO', ...more })) data.set(key, value)
  data.set('file', new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), name)
  return data
}
const send = (page: Page, body: FormData, cookie = page.cookie) =>
  fetch(page.path, { method: 'POST', body, redirect: 'manual', headers: { cookie } })

/** What is said of a form: its name among the texts, and the part of the page beside which it stands. */
async function problemOf(response: Response) {
  const { form } = (await response.json()) as { form: { problem: string; errors: Record<string, string> } }
  const said = [en, ru].flatMap(({ guestSteps }) => Object.entries(guestSteps.documents.problems))
  return [response.status, said.find(([, text]) => text === form.problem)?.[0], ...Object.keys(form.errors)]
}
const filesOf = (visitorId: string) => prisma.visitorFile.findMany({ where: { visitorId } })

describe('the form of a guest', () => {
  it('takes a file and sends the browser back, whatever the file is called', async () => {
    const page = await opened()
    const name = '../../../etc/пасп\r\nорт";<script>.html'
    const response = await send(page, formOf(page, await picture('jpeg'), {}, name))
    expect([response.status, response.headers.get('location')]).toEqual([303, `${new URL(page.path).pathname}?lang=en`])
    const [file] = await filesOf(page.visitorId)
    expect(file).toMatchObject({ kind: 'PHOTO', status: 'UPLOADED', uploadSealed: true })
    expect(JSON.stringify(file)).not.toContain('script')
  })

  it('is taken from its own page and browser only', async () => {
    const [page, other] = [await opened(), await opened()]
    const body = () => formOf({ ...page, form: other.form }, Buffer.from('x'))
    expect((await send(page, body())).status).toBe(403)
    expect((await send(page, formOf(page, Buffer.from('x')), other.cookie)).status).toBe(403)
    expect(await problemOf(await send(page, formOf(page, Buffer.from('x')), ''))).toEqual([400, 'cookies', 'PHOTO'])
    expect(await filesOf(page.visitorId)).toEqual([])
  })

  it('says what is wrong on the page itself', async () => {
    const page = await opened()
    expect(await problemOf(await send(page, formOf(page, Buffer.alloc(0), {}, '')))).toEqual([400, 'none', 'PHOTO'])
    expect(await problemOf(await send(page, formOf(page, Buffer.from('x'), { kind: 'PASSPORT' })))).toEqual([400, 'kind'])
    const broken = await fetch(page.path, { method: 'POST', body: 'a=b', headers: { cookie: page.cookie } })
    expect(await problemOf(broken)).toEqual([400, 'broken'])
    expect((await fetch(page.path, { method: 'PUT' })).status).toBe(405)
    expect((await fetch(`${url}/i/${'x'.repeat(40)}/documents`)).status).toBe(404)
  })

  it('is asked for again after thirty files in an hour', async () => {
    const page = await opened()
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => send(page, formOf(page, Buffer.from('x'))).then(({ status }) => status)),
    )
    expect(answers.filter((status) => status === 429)).toHaveLength(10)
    expect((await filesOf(page.visitorId)).length).toBeLessThanOrEqual(3)
  })
})

/** Sends a photo of 200 MB, as fast as it is taken, its length said or not. @returns the answer, what was sent until it came, and the memory */
async function flood(page: Page, saysLength: boolean) {
  const whole = 200 * 1_024 * 1_024
  const head = `--b\r\nContent-Disposition: form-data; name="form"\r\n\r\n${page.form}\r\n--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nPHOTO\r\n`
  const start = Buffer.from(`${head}--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`)
  const type = { 'content-type': 'multipart/form-data; boundary=b', cookie: page.cookie }
  const length = saysLength ? { 'content-length': String(start.length + whole) } : {}
  const client = request(page.path, { method: 'POST', headers: { ...type, ...length } })
  const answered = new Promise<IncomingMessage>((resolve) => client.on('response', resolve))
  let [answer, sent, most]: [IncomingMessage | null, number, number] = [null, 0, 0]
  void answered.then((response) => (answer = response))
  client.on('error', () => undefined)
  const before = process.memoryUsage.rss()
  client.write(start)
  const piece = Buffer.alloc(256 * 1_024, 7)
  while (sent < whole && !answer) {
    if (!client.write(piece)) await Promise.race([new Promise((resolve) => client.once('drain', resolve)), answered])
    sent += piece.length
    most = Math.max(most, process.memoryUsage.rss() - before)
    await wait(0)
  }
  const response = await answered
  client.destroy()
  return { status: response.statusCode, sent, grown: most }
}

describe('a photo of 200 MB', () => {
  it.each([true, false])('is cut off at the limit and answered, and held by nobody (its length is said: %s)', async (saysLength) => {
    const page = await opened()
    const { status, sent, grown } = await flood(page, saysLength)
    expect(status).toBe(413)
    expect(sent / 1_048_576).toBeLessThan(saysLength ? 8 : 40)
    expect(grown / 1_048_576).toBeLessThan(100)
    expect(await filesOf(page.visitorId)).toEqual([])
  })
})
