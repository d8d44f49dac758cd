import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { expect, screenshot, test } from '../fixtures'

test.use({ viewport: { width: 390, height: 844 } })

const revokeDocument = `mutation ($id: ID!) { revokeVisitPass(input: { visitPassId: $id, reason: "test" }) { __typename } }`
const copies = (page: Page) =>
  page.evaluate(async () => (await (await caches.open('guest-pass')).keys()).map(({ url }) => new URL(url).pathname))

/** What a reader sees on the screen. */
async function readQr(page: Page): Promise<string[]> {
  await prepareZXingModule({
    overrides: { wasmBinary: readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm').buffer as ArrayBuffer },
  })
  const found = await readBarcodes(new Uint8Array(await page.screenshot()), { formats: ['QRCode'] })
  return found.map(({ text }) => text)
}

test('the pass is there with the network cut, once it was opened, and can be read', async ({ page, api, context }) => {
  const [guest, other] = [await api.invite({ title: 'Interview' }), await api.invite()]
  await page.goto(guest.invitePath)
  await expect.poll(() => copies(page)).toContain(guest.invitePath)
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('status')).toContainText('No connection. This is a copy of your pass, saved')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(guest.visitorName)
  expect(await readQr(page)).toEqual([guest.code])
  await expect(page.locator('form')).toHaveCount(0)
  await screenshot(page, 'guest-offline')
  await page.getByRole('link', { name: 'Show it large' }).click()
  expect(await readQr(page)).toEqual([guest.code])
  await screenshot(page, 'guest-code-large')
  await page.goto(other.invitePath)
  await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible()
  await expect(page.getByText('tell reception your name')).toBeVisible()
  await expect(page.getByText(guest.visitorName)).toHaveCount(0)
  await expect(page.getByRole('link')).toHaveText(['Try again'])
  await screenshot(page, 'guest-no-connection')
  await context.setOffline(false)
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(other.visitorName)
  await page.goto(guest.invitePath)
  await expect(page.getByText('No connection')).toHaveCount(0)
})

test('the copy goes with the pass', async ({ page, api, context }) => {
  const guest = await api.invite()
  await page.goto(guest.invitePath)
  await expect.poll(() => copies(page)).toContain(guest.invitePath)
  await api.graphql(revokeDocument, { id: guest.visitPassId })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'This pass was withdrawn' })).toBeVisible()
  await expect.poll(async () => (await copies(page)).filter((path) => path.startsWith('/i/'))).toEqual([])
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible()
})

test('the copy ends when the pass does, and holds no form, no other page and no looser policy', async ({ page, api, context }) => {
  const guest = await api.invite({ startsIn: 30, minutes: 30 })
  await page.goto(guest.invitePath)
  await expect.poll(() => copies(page)).toContain(guest.invitePath)
  await page.goto(`${guest.invitePath}/vehicle`)
  expect((await copies(page)).filter((path) => path.startsWith('/i/'))).toEqual([guest.invitePath])
  const kept = await page.evaluate(async (path) => {
    const copy = await caches.match(path)
    return { policy: copy?.headers.get('content-security-policy') ?? '', html: (await copy?.text()) ?? '' }
  }, guest.invitePath)
  expect(kept.html).not.toContain('<form')
  expect(kept.policy).toMatch(/^default-src 'none'.*script-src 'sha256-[\w+/=]+'$/)
  await page.evaluate(async (path) => {
    const [store, copy] = [await caches.open('guest-pass'), await caches.match(path)]
    const headers = { 'content-type': 'text/html', 'x-pass-until': new Date(Date.now() - 1_000).toISOString() }
    await store.put(path, new Response(await copy?.text(), { headers }))
  }, guest.invitePath)
  await context.setOffline(true)
  await page.goto(guest.invitePath)
  await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible()
  expect(await readQr(page)).toEqual([])
})

test('the code fills the screen, black on white in the dark too, without a script', async ({ browser, api, demo }) => {
  const guest = await api.invite()
  const dark = await browser.newContext({
    baseURL: demo.url,
    javaScriptEnabled: false,
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
  })
  const page = await dark.newPage()
  await page.goto(guest.invitePath)
  await page.getByRole('link', { name: 'Show it large' }).click()
  const view = page.locator('#qr')
  expect(await view.boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 844 })
  await expect(view).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  expect((await view.getByRole('img').boundingBox())?.width).toBeGreaterThan(370)
  expect(await readQr(page)).toEqual([guest.code])
  await page.getByRole('link', { name: 'Close' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport()
  await dark.close()
})

test('the screen stays awake while the code is in sight', async ({ page, api }) => {
  await page.addInitScript(() => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    const lock = { released: false, release: async () => void asked.push('released') }
    Object.defineProperty(navigator, 'wakeLock', { value: { request: async (what: string) => (asked.push(what), lock) } })
  })
  const guest = await api.invite({ title: 'Interview' })
  await page.goto(guest.invitePath)
  const asked = () => page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  await expect.poll(asked).toEqual(['screen'])
  await page.locator('.personal').scrollIntoViewIfNeeded()
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
  await expect.poll(asked).toEqual(['screen', 'released'])
})
