import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { expect, open, reload, screenshot, signIn, test, useLanguage, useTheme } from '../fixtures'

const revokeDocument = `mutation ($id: ID!) { revokeVisitPass(input: { visitPassId: $id, reason: "test" }) { __typename } }`
/** What a reader sees on the screen, or on what it was given. */
async function readQr(picture: Buffer): Promise<string[]> {
  await prepareZXingModule({
    overrides: { wasmBinary: readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm').buffer as ArrayBuffer },
  })
  return (await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] })).map(({ text }) => text)
}

/** Width and height of each page of a PDF, in points, rounded. */
const pagesOf = (pdf: Buffer): number[][] =>
  [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, ...sizes]) =>
    sizes.map((size) => Math.round(Number(size))),
  )

/** Prints nothing, and tells the page what a browser tells it. */
const withoutPrinter = (page: Page) =>
  page.addInitScript(() => {
    window.print = () => {
      for (const name of ['beforeprint', 'afterprint']) window.dispatchEvent(new Event(name))
      document.documentElement.dataset.printed = String(Number(document.documentElement.dataset.printed ?? 0) + 1)
    }
  })

const sizeOf = (page: Page) => page.getByRole('combobox', { name: 'Label or card' })
const badgeOf = (page: Page) => page.locator('[data-badge] svg.badge-label')

test('a badge is found by the guest, printed at its size alone, fetched as a PDF, and each printing is noted', async ({ page, api }) => {
  const guest = await api.invite()
  await withoutPrinter(page)
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, '/admin/passes')
  await page.getByRole('link', { name: `Badge of ${guest.visitorName}` }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Badge of ${guest.visitorName}`)
  await expect(badgeOf(page)).toHaveAccessibleName(new RegExp(`^Badge of ${guest.visitorName}.*Host: `))
  expect(await readQr(await page.screenshot())).toEqual([guest.code])

  await sizeOf(page).selectOption('86 × 54 mm · plastic card CR80')
  await expect(badgeOf(page)).toHaveAttribute('viewBox', '0 0 85.6 54')
  expect((await badgeOf(page).boundingBox())?.width).toBeCloseTo((85.6 / 25.4) * 96, 0)
  await reload(page)
  await expect(sizeOf(page)).toHaveValue('CARD_86X54')
  for (const theme of ['dark', 'light'] as const) {
    await useTheme(page, theme)
    await reload(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  }
  await screenshot(page, 'badge')

  await page.getByRole('button', { name: 'Print', exact: true }).press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-printed', '1')
  expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toEqual([[243, 153]])
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.badge-paper svg.badge-label')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeHidden()
  await expect(badgeOf(page)).toBeHidden()
  expect(await readQr(await page.screenshot())).toEqual([guest.code])
  await page.emulateMedia({ media: null })

  const answered = page.waitForResponse((response) => response.url().includes('/badges/') && response.request().method() === 'POST')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download PDF' }).click()
  const answer = await answered
  expect(answer.headers()).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/pdf' })
  expect(answer.url()).not.toContain(guest.code)
  expect(pagesOf(readFileSync(await (await download).path()))).toEqual([[243, 153]])

  await signIn(page, 'orgAdmin')
  await open(page, `/admin/audit?entity=${guest.visitPassId}`)
  // By the button, by the browser itself (`page.pdf`), and as a PDF.
  await expect(page.locator('[data-action="badge.print"]')).toHaveCount(3)
})

test('it says why there is no code, and why there is no badge, in the reader’s language', async ({ page, api, demo }) => {
  const guest = await api.invite()
  await useLanguage(page, 'ru')
  await signIn(page, 'securityOfficer')
  await open(page, `/admin/badges/${guest.visitPassId}`)
  await expect(page.locator('[data-notes]')).toContainText('Будет без QR-кода: ваша роль не даёт читать коды пропусков.')
  await expect(page.locator('[data-code]')).toHaveCount(0)
  expect(await page.content()).not.toContain(guest.code)

  await api.graphql(revokeDocument, { id: guest.visitPassId })
  await page.getByRole('button', { name: 'Скачать PDF' }).click()
  await expect(page.getByRole('alert')).toContainText('Пропуск отозван.')
  await reload(page)
  await expect(page.getByText('Бейдж напечатать нельзя')).toBeVisible()
  await expect(page.getByText('Пропуск отозван. Чтобы всё же принять гостя, пригласите его заново.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Печать' })).toHaveCount(0)

  await signIn(page, demo.otherOrganization.users.orgAdmin)
  await open(page, `/admin/badges/${guest.visitPassId}`)
  await expect(page.getByText('Такого пропуска нет')).toBeVisible()
  const ask = (id: string) => page.request.post(`/badges/${id}?format=A6`)
  const [foreign, none] = [await ask(guest.visitPassId), await ask(Buffer.from(`VisitPass:${crypto.randomUUID()}`).toString('base64url'))]
  expect([foreign.status(), await foreign.text()]).toEqual([none.status(), await none.text()])
  expect(foreign.status()).toBe(404)
})

test('a type gives its badges a colour', async ({ page, api }) => {
  const name = `Contractor ${crypto.randomUUID().slice(0, 8)}`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/visitor-types/new')
  await page.locator('input[name=name]').fill(name)
  await page.locator('input[name=badgeColor]').fill('red')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('input[name=badgeColor]')).toHaveAttribute('aria-invalid', 'true')
  await page.locator('input[name=badgeColor]').fill('#fde047')
  await expect(page.locator('[data-band]')).toHaveCSS('color', 'rgb(0, 0, 0)')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page).toHaveURL(/\/admin\/visitor-types$/)
  const row = page.locator(`[data-type="${name}"]`)
  await row.getByRole('link').first().click()
  await expect(page.locator('input[name=badgeColor]')).toHaveValue('#fde047')

  const visitorTypeId = page.url().split('/').at(-1) ?? ''
  const guest = await api.invite({ visitorTypeId })
  await open(page, `/admin/badges/${guest.visitPassId}`)
  await expect(badgeOf(page)).toContainText(name.split(' ')[0] ?? '')
  await expect(badgeOf(page).locator('rect[fill="#fde047"]')).toHaveCount(1)
})
