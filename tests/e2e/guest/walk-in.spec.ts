import { AxeBuilder } from '@axe-core/playwright'
import { gzipSync } from 'node:zlib'
import { newId } from '../../../server/core/ids'
import { expect, open, signIn, test, useLanguage } from '../fixtures'

test('a guest registers on their own phone, waits, and sees the pass once the host has agreed', async ({ page, browser, demo }) => {
  const admin = await (await browser.newContext({ baseURL: demo.url })).newPage()
  await useLanguage(admin, 'en')
  await signIn(admin, 'orgAdmin')
  await open(admin, `/admin/sites/${encodeURIComponent(demo.site.id)}`)
  const section = admin.locator('[data-walk-in-page]')
  await section.getByRole('button', { name: 'Open the page' }).click()
  const url = (await section.getByRole('link', { name: /\/w\// }).first().getAttribute('href')) ?? ''
  await admin.goto(`${url}/poster`)
  await expect(admin.getByRole('heading', { name: 'Not invited?' })).toBeVisible()

  await signIn(page, 'host')
  const viewer = await page.request.post(demo.graphql, { data: { query: '{ viewer { host { name } } }' } })
  const host = ((await viewer.json()) as { data: { viewer: { host: { name: string } } } }).data.viewer.host.name

  // The guest's phone runs no script, and is nobody's of the staff.
  const phone = await (
    await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'en' })
  ).newPage()
  const response = await phone.goto(url)
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'")
  expect(gzipSync((await response?.body()) ?? Buffer.alloc(0)).length).toBeLessThan(30_000)
  const name = `Irina Phone ${newId().slice(-6)}`
  await phone.getByLabel('Your full name').fill(name)
  await phone.getByLabel('Whom you want to see').fill('Nobody of that name')
  await phone.getByRole('button', { name: 'Ask to be received' }).click()
  await expect(phone.getByText('We did not find exactly one person under this name.')).toBeVisible()
  await expect(phone.getByLabel('Your full name')).toHaveValue(name)
  await phone.getByLabel('Whom you want to see').fill(host.toLowerCase())
  await phone.getByRole('button', { name: 'Ask to be received' }).click()
  await expect(phone).toHaveURL(/\/i\//)

  await useLanguage(page, 'en')
  await open(page, '/approvals')
  const request = page.locator('[data-request]').filter({ hasText: name })
  await request.getByRole('button', { name: 'Receive', exact: true }).click()
  // The page of the guest looks again by itself.
  await expect(phone.getByRole('img', { name: /QR/i })).toBeVisible({ timeout: 20_000 })

  await open(admin, `/admin/sites/${encodeURIComponent(demo.site.id)}`)
  await section.getByRole('button', { name: 'Close the page' }).click()
  await expect(section.getByRole('button', { name: 'Open the page' })).toBeVisible()
  expect((await phone.goto(url))?.status()).toBe(404)
  await expect(phone.getByText('Please go to the reception desk.')).toBeVisible()
  const { violations } = await new AxeBuilder({ page: admin }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await admin.context().close()
  await phone.context().close()
})
