import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { bytesOfStep, formatLiveCode, stepLength, stepOf } from '../../../shared/credentials/live-code'
import type { Demo } from '../../integration/built-server'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

const phone = { width: 390, height: 844 }

/** What a reader sees on the screen. */
async function readQr(page: Page): Promise<string> {
  await prepareZXingModule({
    overrides: { wasmBinary: readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm').buffer as ArrayBuffer },
  })
  const [found] = await readBarcodes(new Uint8Array(await page.screenshot()), { formats: ['QRCode'] })
  return found?.text ?? ''
}

/** A site of its own, at which a page of the administration says that only codes that change let in. */
async function makePlace(page: Page, demo: Demo): Promise<{ siteId: string; gateId: string }> {
  const ask = async (query: string, input: object): Promise<string> => {
    const response = await page.request.post(demo.graphql, { data: { query, variables: { input } } })
    return ((await response.json()) as { data: { made: { node: { id: string } } } }).data.made.node.id
  }
  const siteId = await ask(
    'mutation ($input: CreateSiteInput!) { made: createSite(input: $input) { ... on CreateSiteSuccess { node: site { id } } } }',
    { name: `Vault ${crypto.randomUUID().slice(0, 8)}`, timeZone: 'Europe/Moscow', identityCheck: false },
  )
  const gateId = await ask(
    'mutation ($input: CreateGateInput!) { made: createGate(input: $input) { ... on CreateGateSuccess { node: gate { id } } } }',
    { siteId, name: 'Gate' },
  )
  await open(page, `/admin/access-rules?site=${siteId}`)
  const form = page.getByRole('region', { name: 'Codes that change' })
  await expect(form.getByLabel('Codes of passes')).toHaveValue('OFF')
  await form.getByLabel('Codes of passes').selectOption('REQUIRED')
  await expect(form).toContainText('Whoever has no phone is let in at the desk, by name.')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Holds from the next scan on.', { exact: true })).toBeVisible()
  await screenshot(page, 'admin-changing-codes')
  return { siteId, gateId }
}

/** What somebody's picture of the page shows that they took so many steps ago. */
async function pictureOf(page: Page, stepsAgo: number): Promise<string> {
  const { lasting = '', key = '' } = await page.locator('script[data-lasting]').evaluate((script: HTMLElement) => ({ ...script.dataset }))
  const step = stepOf(Date.now()) - stepsAgo
  const mac = createHmac('sha256', Buffer.from(key, 'base64')).update(bytesOfStep(step)).digest()
  return formatLiveCode(lasting, step, mac)
}

test('the code of a pass changes on the page, with a network and without; a picture of it opens nothing later', async ({
  page,
  api,
  demo,
  browser,
}) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  const { siteId, gateId } = await makePlace(page, demo)
  const guest = await api.invite({ siteId, passType: 'MULTI' })
  const scan = (code: string, direction?: 'EXIT') => api.scan(code, direction ?? 'ENTRY', gateId)
  const context = await browser.newContext({ baseURL: demo.url, viewport: phone })
  const hand = await context.newPage()
  // The clock of this phone is a day late.
  await hand.clock.install({ time: Date.now() - 86_400_000 })
  const html = (await (await hand.goto(guest.invitePath))?.body()) ?? Buffer.alloc(0)
  const size = gzipSync(html).length
  process.stdout.write(`\nPass with a code that changes, bytes gzipped: ${size}\n`)
  expect(size).toBeLessThan(30_000)
  await expect(hand.getByText('show this page, not a picture of it')).toBeVisible()
  await expect(hand.getByText('Code, if the QR cannot be read')).toHaveCount(0)
  await expect.poll(() => readQr(hand)).not.toBe('')
  expect(await scan(await readQr(hand))).toBe('ScanAdmitted')
  expect(await scan(guest.code)).toBe('ScanDenied')
  expect(await scan(await pictureOf(hand, 3))).toBe('ScanDenied')
  expect(await scan(await pictureOf(hand, 400), 'EXIT')).toBe('ScanAdmitted')
  const before = await readQr(hand)
  await hand.clock.runFor(stepLength)
  await expect.poll(() => readQr(hand)).not.toBe(before)
  await screenshot(hand, 'guest-changing-code')
  await expect
    .poll(() => hand.evaluate(async () => (await (await caches.open('guest-pass')).keys()).map(({ url }) => new URL(url).pathname)))
    .toContain(guest.invitePath)
  await context.setOffline(true)
  await hand.reload()
  await expect(hand.getByRole('status')).toContainText('This is a copy of your pass')
  await hand.clock.runFor(stepLength)
  const offline = await readQr(hand)
  await hand.clock.runFor(stepLength)
  await expect.poll(() => readQr(hand)).not.toBe(offline)
  await context.close()
})

test('a page without scripts shows the next code by itself, large too', async ({ page, api, demo, browser }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  const { siteId, gateId } = await makePlace(page, demo)
  const guest = await api.invite({ siteId, passType: 'MULTI' })
  const context = await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false, viewport: phone })
  const hand = await context.newPage()
  await hand.goto(guest.invitePath)
  await expect(hand.getByRole('link', { name: /Wallet/ })).toHaveCount(0)
  expect((await fetch(`${demo.url}${guest.invitePath}/pass.pkpass`)).status).toBe(404)
  await hand.getByRole('link', { name: 'Show it large' }).click()
  const first = await readQr(hand)
  expect(await api.scan(first, 'ENTRY', gateId)).toBe('ScanAdmitted')
  await expect.poll(() => readQr(hand), { timeout: 25_000 }).not.toBe(first)
  await expect.poll(() => readQr(hand)).toMatch(/^GC1:/)
  expect(await hand.locator('#qr').boundingBox()).toMatchObject({ x: 0, y: 0, ...phone })
  expect(await api.scan(await readQr(hand), 'ENTRY', gateId)).toBe('ScanAdmitted')
  await hand.getByRole('link', { name: 'Close' }).click()
  await expect(hand.getByRole('heading', { level: 1 })).toBeInViewport()
  await context.close()
})
