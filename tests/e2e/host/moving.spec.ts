import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import type { Locator, Page } from '@playwright/test'
import { lineOf, openWeek, someGuest, weekFromNow } from './weeks'

test.use({ timezoneId: 'Europe/Moscow', viewport: { width: 1440, height: 900 } })

test.beforeEach(async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'host')
})

/** Books a visit at a time of a day by the form. */
async function book(page: Page, slot: string, repeat?: string): Promise<string> {
  const name = someGuest()
  await open(page, `${page.url().split('&new')[0]}${page.url().includes('?') ? '&' : '?'}new=${slot}`)
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Full name' }).fill(name)
  if (repeat) {
    await form.getByLabel('Repeats').click()
    await page.getByRole('option', { name: repeat }).click()
  }
  await form.getByRole('button', { name: 'Send the invite' }).click()
  await expect(form.getByRole('heading', { name })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await expect(page).not.toHaveURL(/visit=/)
  return name
}

const cardOf = (page: Page, name: string): Locator => page.getByRole('application').locator('[data-visit]').filter({ hasText: name })

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error('It is not shown')
  return box
}

test('a visit is dragged to another time, and taken back', async ({ page }) => {
  const { week, days } = weekFromNow(5)
  await openWeek(page, week)
  const name = await book(page, `${days[1]}T11:00/${days[1]}T12:00`)
  const card = cardOf(page, name)
  await expect(card).toContainText('11:00–12:00')
  const [from, one, two] = [
    await boxOf(card),
    await boxOf(page.locator('[data-hour="11:00"]')),
    await boxOf(page.locator('[data-hour="12:00"]')),
  ]
  await page.mouse.move(from.x + 30, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 30, from.y + 8 + (two.y - one.y), { steps: 8 })
  await page.mouse.move(from.x + 30, from.y + 8 + 2 * (two.y - one.y), { steps: 8 })
  await page.mouse.up()
  await expect(card).toContainText(/13:\d\d–14:\d\d/)
  await expect(page.getByText('The visit is changed').first()).toBeVisible()
  await screenshot(page, 'host-moved')
  // What was said of the booking goes away meanwhile, with a button of its own.
  const moved = page.locator('li').filter({ hasText: 'The visit is changed' })
  await moved.getByRole('button', { name: 'Undo' }).click()
  await expect(card).toContainText('11:00–12:00')
})

test('a visit is taken up, carried and let go by keyboard alone', async ({ page }) => {
  const { week, days } = weekFromNow(6)
  await openWeek(page, week)
  const name = await book(page, `${days[2]}T11:00/${days[2]}T12:00`)
  const card = cardOf(page, name)
  await card.focus()
  for (const key of ['m', 'ArrowDown', 'ArrowRight', 'Shift+ArrowDown', 'Enter']) await page.keyboard.press(key)
  await expect(card).toContainText('11:30–13:00')
  await card.click()
  await expect(page.getByRole('dialog')).toContainText(String(Number(days[3]?.slice(8))))
})

test('while a visit is carried, what stands in its way is said', async ({ page }) => {
  const { week, days } = weekFromNow(7)
  await openWeek(page, week)
  const first = await book(page, `${days[2]}T10:00/${days[2]}T11:00`)
  const name = await book(page, `${days[2]}T11:00/${days[2]}T12:00`)
  await cardOf(page, name).focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('[data-conflict=host]')).toContainText(first)
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-conflict]')).toHaveCount(0)
  await expect(cardOf(page, name)).toContainText('11:00–12:00')
})

test('a visit that repeats asks which ones are moved', async ({ page }) => {
  const { week, days } = weekFromNow(8)
  await openWeek(page, week)
  const name = await book(page, `${days[0]}T15:00/${days[0]}T15:30`, 'Every day')
  const cards = cardOf(page, name)
  await expect(cards).toHaveCount(7)
  await screenshot(page, 'host-series')
  await cards.nth(2).focus()
  for (const key of ['m', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
  const dialog = page.getByRole('dialog', { name: 'The visit repeats' })
  await screenshot(page, 'host-scope')
  await dialog.getByText('This and following').click()
  await dialog.getByRole('button', { name: 'Move' }).click()
  await expect(cards.filter({ hasText: '15:30–16:00' })).toHaveCount(5)
  await expect(cards.filter({ hasText: '15:00–15:30' })).toHaveCount(2)
})

test('a visit is changed in its drawer; who is slower sees what the other made of it', async ({ page, api }) => {
  const { appointmentId, visitorName } = await api.invite({ startsIn: 60 * 24, minutes: 30 })
  await open(page, `/host?visit=${encodeURIComponent(appointmentId)}`)
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('heading', { name: visitorName })).toBeVisible()
  await drawer.getByRole('button', { name: 'Change', exact: true }).click()
  await drawer.getByLabel('Subject').fill('Mine')
  await screenshot(page, 'host-edit')
  await api.graphql(
    `mutation ($id: ID!) { updateAppointment(input: { appointmentId: $id, version: 0, title: "Theirs" }) { __typename } }`,
    { id: appointmentId },
  )
  await drawer.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(drawer.getByRole('alert')).toContainText('Theirs')
  await screenshot(page, 'host-conflict')
  await drawer.getByRole('button', { name: 'Save mine anyway' }).click()
  await expect(drawer.getByText('Mine', { exact: true })).toBeVisible()
})

test('a month shows its visits, and a day of it its hours', async ({ page }) => {
  await open(page, '/host?view=month')
  await expect(page.getByRole('region', { name: 'Month' }).locator('[data-visit]').first()).toBeVisible()
  await screenshot(page, 'host-month')
  await page.getByRole('link', { name: 'Next month' }).click()
  await expect(page).toHaveURL(/month=\d{4}-\d{2}/)
})

test('a check-in at the gate moves the card without a reload', async ({ page, api }) => {
  const guest = await api.invite({ startsIn: 1, minutes: 60 })
  const line = await lineOf(page, guest.appointmentId)
  expect(await api.scan(guest.code)).toBe('ScanAdmitted')
  await expect(line.locator('[data-state=inside]')).toBeVisible()
})
