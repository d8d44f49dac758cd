import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { openWeek, weekFromNow } from './weeks'

test.use({ timezoneId: 'Europe/Moscow', viewport: { width: 1440, height: 900 } })

test.beforeEach(async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'host')
})

test('keys lead to every view, to a date and to the sheet that tells of them, in a Russian layout too', async ({ page }) => {
  const { week, days } = weekFromNow(3)
  await openWeek(page, week)
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('Digit3')
  await expect(page.getByRole('region', { name: 'Month' })).toBeVisible()
  await page.keyboard.press('Digit4')
  await expect(page).toHaveURL(/view=list/)
  await page.keyboard.press('Digit1')
  await expect(page).toHaveURL(/view=day/)
  await page.keyboard.press('KeyG')
  const date = page.getByLabel('Go to a date')
  await expect(date).toBeFocused()
  await date.fill(days[4] ?? '')
  await expect(page).toHaveURL(new RegExp(`day=${days[4]}`))
  await page.getByRole('heading', { level: 1 }).click()
  // What a Russian layout writes with the key of N.
  await page.evaluate(() =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', code: 'Digit7', shiftKey: true, bubbles: true })),
  )
  const sheet = page.getByRole('dialog', { name: 'Keys of the calendar' })
  await expect(sheet).toBeVisible()
  await screenshot(page, 'host-keys')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'т', code: 'KeyN', bubbles: true })))
  await expect(page.getByRole('textbox', { name: 'Full name' })).toBeFocused()
})

test('a visit in focus is opened and called off by keyboard, and what a move does is said', async ({ page, api }) => {
  const day = weekFromNow(1).days[2] ?? ''
  const startsIn = Math.round((Date.parse(`${day}T09:00Z`) - Date.now()) / 60_000)
  const { appointmentId } = await api.invite({ startsIn, minutes: 60 })
  await open(page, `/host?view=day&day=${day}`)
  const card = page.getByRole('application').locator(`[data-visit="${appointmentId}"]`)
  await card.focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[aria-live=assertive]').first()).toContainText(/\d\d:\d\d–\d\d:\d\d/)
  await page.keyboard.press('Escape')
  await expect(page.locator('[aria-live=assertive]').first()).toContainText('stays where it was')
  await card.focus()
  await page.keyboard.press('Delete')
  await expect(page).toHaveURL(/act=cancel/)
  await expect(page.getByRole('dialog').getByText('What becomes of the passes?')).toBeVisible()
})
