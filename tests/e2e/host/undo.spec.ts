import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { openWeek, someGuest, weekFromNow } from './weeks'

test.use({ timezoneId: 'Europe/Moscow', viewport: { width: 1440, height: 900 } })

test.beforeEach(async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'host')
})

test('a visit that was called off takes place after all', async ({ page, api }) => {
  const { appointmentId, visitorName } = await api.invite({ startsIn: 60 * 30, minutes: 30 })
  await open(page, `/host?view=list&visit=${encodeURIComponent(appointmentId)}`)
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('heading', { name: visitorName })).toBeVisible()
  await drawer.getByRole('button', { name: 'Call the visit off' }).click()
  await drawer.getByRole('button', { name: 'Call off', exact: true }).click()
  await expect(drawer.getByRole('status').first()).toContainText('Called off')
  await screenshot(page, 'host-canceled')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('takes place after all').first()).toBeVisible()
  await expect(drawer.getByRole('status').first()).not.toContainText('Called off')
})

test('a visit that was just made is taken away again', async ({ page }) => {
  const { week, days } = weekFromNow(9)
  const name = someGuest()
  await openWeek(page, week)
  await open(page, `/host?week=${week}&view=week&new=${days[1]}T11:00/${days[1]}T12:00`)
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Full name' }).fill(name)
  await form.getByRole('button', { name: 'Send the invite' }).click()
  await expect(form.getByRole('heading', { name })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('The visit is taken away').first()).toBeVisible()
  await expect(form.getByRole('status').first()).toContainText('Called off')
})

test('a group is invited on one pass that says how many come', async ({ page }) => {
  const { week, days } = weekFromNow(10)
  const name = someGuest()
  await openWeek(page, week)
  await open(page, `/host?week=${week}&view=week&new=${days[2]}T11:00/${days[2]}T12:00`)
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Full name' }).fill(name)
  await form.getByRole('button', { name: 'More guests' }).click()
  await form.getByText('One for the group').click()
  await form.getByRole('button', { name: 'Send the invite' }).click()
  await expect(form.getByText('from 2 to 500')).toBeVisible()
  await form.getByLabel('How many people').fill('12')
  await screenshot(page, 'host-group')
  await form.getByRole('button', { name: 'Send the invite' }).click()
  await expect(form.getByRole('heading', { name: `${name} +11` })).toBeVisible()
  await expect(form.locator('[data-group]')).toContainText('0 of 12 came in')
})
