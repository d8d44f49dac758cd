import type { Browser, Page } from '@playwright/test'
import type { Demo, DemoRole } from '../../integration/built-server'
import { noBarriers } from '../barriers'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

/** A marshal with a browser of their own. */
async function marshal(browser: Browser, demo: Demo, role: DemoRole, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 412, height: 915 } })
  const page = await context.newPage()
  await useLanguage(page, 'en')
  await signIn(page, role)
  await open(page, path)
  return page
}

const rowOf = (page: Page, name: string) => page.locator('[data-person]', { hasText: name })
const mark = (page: Page, name: string, what: 'Safe' | 'Missing') => page.getByRole('button', { name: `${what}: ${name}` }).click()

test('two marshals mark at once, one without a network; what both know comes to the same, and to a report', async ({
  page,
  browser,
  demo,
  api,
}) => {
  test.setTimeout(120_000)
  const guests = [await api.invite(), await api.invite(), await api.invite()]
  for (const guest of guests) await api.scan(guest.code)
  const [safe, lost, gone] = guests.map(({ visitorName }) => visitorName) as [string, string, string]

  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, `/admin/roll-call?site=${demo.site.id}`)
  await page.locator('[data-start="DRILL"]').click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page).toHaveURL(/\/admin\/roll-call\/[^/]+$/)
  const path = new URL(page.url()).pathname
  await expect(rowOf(page, safe)).toBeVisible()
  await noBarriers(page)

  const other = await marshal(browser, demo, 'securityOfficer', path)
  await expect(rowOf(other, lost)).toHaveAttribute('data-standing', 'NOT_CHECKED')
  // The other one keeps the list, then the network goes.
  await other.getByLabel(/^PIN/).fill('246810')
  await other.getByRole('button', { name: 'Keep it' }).click()
  await expect(other.locator('[data-link]')).toHaveAttribute('data-kept', 'true', { timeout: 20_000 })
  await other.context().setOffline(true)
  await expect(other.locator('[data-link]')).toHaveAttribute('data-cut', 'true')
  await other.getByLabel('Your assembly point').fill('Car park')
  await mark(other, safe, 'Safe')
  await mark(other, lost, 'Missing')
  await other.getByRole('button', { name: 'Add somebody' }).click()
  await other.getByLabel('Name', { exact: true }).fill('Courier Kim')
  await other.getByRole('button', { name: 'Add and mark safe' }).click()
  await expect(rowOf(other, 'Courier Kim')).toHaveAttribute('data-standing', 'SAFE')
  await expect(other.locator('[data-link]')).toHaveAttribute('data-waiting', '4')
  await screenshot(other, 'roll-call-offline')

  // It opens anew without a network, by the PIN alone, and knows what was marked.
  await other.reload()
  await expect(other.getByText('Enter the PIN of the roll call')).toBeVisible()
  await expect(other.getByText(safe)).toHaveCount(0)
  await other.getByLabel(/^PIN/).fill('111111')
  await other.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(other.getByText('Tries left: 9')).toBeVisible()
  await other.getByLabel(/^PIN/).fill('246810')
  await other.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(rowOf(other, safe)).toHaveAttribute('data-standing', 'SAFE')
  await expect(rowOf(other, lost)).toHaveAttribute('data-standing', 'MISSING')

  // Meanwhile somebody leaves by a gate, and the first marshal sees it without a reload.
  await api.scan(guests[2]!.code, 'EXIT')
  await expect(rowOf(page, gone)).toHaveAttribute('data-standing', 'LEFT', { timeout: 20_000 })
  await expect(rowOf(page, safe)).toHaveAttribute('data-standing', 'NOT_CHECKED')

  await other.context().setOffline(false)
  await expect(rowOf(page, safe)).toHaveAttribute('data-standing', 'SAFE', { timeout: 20_000 })
  await expect(rowOf(page, lost)).toHaveAttribute('data-standing', 'MISSING')
  await expect(rowOf(page, 'Courier Kim')).toHaveAttribute('data-standing', 'SAFE')
  await expect(other.locator('[data-link]')).toHaveAttribute('data-waiting', '0')
  await expect(rowOf(other, gone)).toHaveAttribute('data-standing', 'LEFT')
  await mark(page, lost, 'Safe')
  await expect(rowOf(other, lost)).toHaveAttribute('data-standing', 'SAFE', { timeout: 20_000 })
  const standings = (each: Page) =>
    each.locator('[data-person]').evaluateAll((rows) => rows.map((row) => [row.dataset.person, row.dataset.standing]).toSorted())
  expect(await standings(page)).toEqual(await standings(other))
  await screenshot(page, 'roll-call')

  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
  await expect(page.getByText('The roll call has ended.')).toBeVisible()
  await page.getByRole('link', { name: 'Report', exact: true }).click()
  await expect(page.locator('[data-report-kind]')).toHaveText('Drill')
  await expect(page.locator('[data-missing]', { hasText: lost })).toBeVisible()
  await expect(page.locator('[data-marshal]')).toHaveCount(2)
  await noBarriers(page)
  await screenshot(page, 'roll-call-report')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/^roll-call-.*\.csv$/)

  // Once it has ended nothing of it stays on the device.
  await expect(other.getByText('The roll call has ended.')).toBeVisible({ timeout: 20_000 })
  await other.context().setOffline(true)
  await expect(async () => {
    const answer = await other.reload().catch(() => null)
    expect(answer).toBeNull()
  }).toPass()
})

test('a list on paper names everybody at once', async ({ page, demo, api }) => {
  const guest = await api.invite()
  await api.scan(guest.code)
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, `/admin/roll-call?site=${demo.site.id}`)
  await page.locator('[data-start="EVACUATION"]').click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page).toHaveURL(/\/admin\/roll-call\/[^/]+$/)
  await page.getByRole('link', { name: 'Paper list' }).click()
  await expect(page.locator('[data-paper-row]', { hasText: guest.visitorName })).toBeVisible()
  await noBarriers(page)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
  await screenshot(page, 'roll-call-paper')
  await page.emulateMedia({ media: 'screen' })
  await page.goBack()
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
  await expect(page.getByText('The roll call has ended.')).toBeVisible()
})

test('heads are counted, who is gone is marked as left, and the count says so', async ({ page, demo, api }) => {
  const guest = await api.invite()
  await api.scan(guest.code)
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, `/admin/reconciliation?site=${demo.site.id}`)
  await page.locator('[data-count-heads]').getByLabel('The whole site').fill('0')
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.locator('[data-count-line]').first()).toContainText('-')
  await screenshot(page, 'reconciliation')
  await page.getByRole('button', { name: `Mark as left: ${guest.visitorName}` }).click()
  await page.getByRole('button', { name: 'Was seen leaving' }).click()
  await page.getByRole('button', { name: 'Write it down' }).click()
  await expect(page.locator('[data-corrected]')).toContainText(guest.visitorName)
  await open(page, `/admin/live?site=${demo.site.id}`)
  await expect(page.locator('[data-feed]')).toContainText('Correction: Was seen leaving')
})
