import type { Page } from '@playwright/test'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

test.beforeEach(async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'securityOfficer')
})

const policyOf = (page: Page) => page.locator('[data-presence-policy]')

async function setPassback(page: Page, choice: string): Promise<void> {
  await policyOf(page).getByRole('combobox', { name: 'Coming in again without leaving' }).selectOption(choice)
  await policyOf(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Who may be inside is saved.')).toBeVisible()
}

test('a zone with room for few is behind an inner gate, and the board says who is in it', async ({ page, api, demo }) => {
  const tag = crypto.randomUUID().slice(0, 8)
  const [outer, inner] = [`Floor ${tag}`, `Laboratory ${tag}`]
  const gate = demo.gates[1]!
  await open(page, `/admin/access-rules?site=${demo.site.id}`)
  const places = page.locator('[data-places]')
  const dialog = page.getByRole('dialog')
  for (const name of [outer, inner]) {
    await places.getByRole('button', { name: 'New zone' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    if (name === inner) {
      await dialog.getByRole('combobox', { name: 'Lies in' }).selectOption({ label: outer })
      await dialog.getByRole('textbox', { name: 'Capacity, people' }).fill('none')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await expect(dialog.getByText('Enter a number from 1 to 1,000,000')).toBeVisible()
      await dialog.getByRole('textbox', { name: 'Capacity, people' }).fill('1')
      await screenshot(page, 'zone-dialog')
    }
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toHaveCount(0)
  }
  await expect(page.locator(`[data-zone="${inner}"]`)).toContainText(`in “${outer}” · 1 at most`)
  const row = page.locator(`[data-gate="${gate.name}"]`)
  await row.getByRole('combobox').selectOption({ label: inner })
  await row.getByRole('checkbox', { name: 'Inner gate' }).check()
  await expect(page.getByText(`Saved: ${gate.name}`)).toBeVisible()
  await screenshot(page, 'zones')

  const [one, other] = [await api.invite(), await api.invite()]
  for (const guest of [one, other]) expect(await api.scan(guest.code)).toBe('ScanAdmitted')
  await open(page, `/admin/live?site=${demo.site.id}`)
  expect(await api.scan(one.code, 'ENTRY', gate.id)).toBe('ScanAdmitted')
  await expect(page.locator('[data-feed] [data-checkin]', { hasText: one.visitorName }).first()).toContainText(`Moved inside · ${inner}`)
  await expect(page.locator('[data-zones]').locator(`[data-zone="${inner}"]`)).toContainText('1 of 1 · full')
  await expect(page.locator('[data-zones]').locator(`[data-zone="${outer}"]`)).toContainText('1')
  await expect(page.locator(`[data-inside="${one.visitPassId}"]`)).toContainText(inner)
  expect(await api.scan(other.code, 'ENTRY', gate.id)).toBe('ScanDenied')
  const denied = page.locator('[data-feed] [data-result=DENIED]', { hasText: other.visitorName })
  await denied.getByText('Why?').click()
  await expect(denied.locator('[data-trace]')).toContainText(`“${inner}” is full.`)
  await screenshot(page, 'live-zones')
  await page.setViewportSize({ width: 390, height: 844 })
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1280, height: 720 })

  await open(page, `/admin/access-rules?site=${demo.site.id}`)
  await page
    .locator(`[data-zone="${inner}"]`)
    .getByRole('button', { name: /^Delete/ })
    .click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByRole('alert')).toContainText(gate.name)
  await page.keyboard.press('Escape')
  for (const guest of [one, other]) expect(await api.scan(guest.code, 'EXIT')).toBe('ScanAdmitted')
  await row.getByRole('combobox').selectOption({ label: 'No zone in particular' })
  await expect(row.getByRole('checkbox')).toHaveCount(0)
  for (const name of [inner, outer]) {
    await page
      .locator(`[data-zone="${name}"]`)
      .getByRole('button', { name: /^Delete/ })
      .click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect(page.locator(`[data-zone="${name}"]`)).toHaveCount(0)
  }
})

test('whoever comes in again without leaving is told of at once', async ({ page, api, demo }) => {
  await open(page, `/admin/access-rules?site=${demo.site.id}`)
  await setPassback(page, 'Let in and warn')
  const guest = await api.invite({ passType: 'MULTI' })
  await open(page, `/admin/live?site=${demo.site.id}`)
  for (const _ of [1, 2]) expect(await api.scan(guest.code)).toBe('ScanAdmitted')
  const notice = page.locator('[data-notice]').filter({ hasText: 'not checked out' })
  await expect(page.locator('[data-feed] [data-checkin]', { hasText: guest.visitorName }).filter({ has: notice })).toHaveCount(1)
  await screenshot(page, 'live-passback')
  await open(page, `/admin/access-rules?site=${demo.site.id}`)
  await setPassback(page, 'Let in')
  expect(await api.scan(guest.code, 'EXIT')).toBe('ScanAdmitted')
})
