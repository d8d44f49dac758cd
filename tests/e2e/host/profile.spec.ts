import type { Page } from '@playwright/test'
import { newId } from '../../../server/core/ids'
import { expect, open, reload, test, useLanguage } from '../fixtures'
import { newPerson } from '../new-person'
import { openWeek, someGuest, weekFromNow } from './weeks'

test.use({ timezoneId: 'Europe/Moscow', viewport: { width: 1440, height: 900 } })

const someName = (first: string) => `${first} ${newId().slice(-6)}`
const section = (page: Page, title: string) => page.locator('section', { has: page.getByRole('heading', { name: title }) })

async function profileOf(page: Page, name: string): Promise<void> {
  await useLanguage(page, 'en')
  await newPerson(page, { role: 'Host', name })
  await open(page, '/host/profile')
}

test('a host says when they work and when they are away; the calendar draws it, and the form says so', async ({ page }) => {
  await profileOf(page, someName('Hanna'))
  const hours = section(page, 'Working hours')
  await hours.getByRole('button', { name: 'Friday: remove hours' }).click()
  await hours.getByRole('button', { name: 'Save the hours' }).click()
  await expect(page.getByText('The hours are saved.')).toBeVisible()

  const { week, days } = weekFromNow(3)
  const absences = section(page, 'Absences and deputies')
  await absences.getByRole('button', { name: 'Add an absence' }).click()
  await absences.locator('input[name=from]').fill(days[1] ?? '')
  await absences.locator('input[name=to]').fill(days[1] ?? '')
  await absences.locator('input[name=note]').fill('At the dentist')
  await absences.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('The absence is noted.')).toBeVisible()
  await reload(page)
  await expect(absences.getByText('At the dentist')).toBeVisible()
  await expect(hours.locator('[data-weekday="5"]')).toContainText('Day off')

  await openWeek(page, week)
  const dayOf = (day: string | undefined) => page.locator(`[data-day="${day}"]`)
  await expect(dayOf(days[1]).locator('[data-shade=absent]')).toHaveText('Away')
  await expect(dayOf(days[2]).locator('[data-shade=away]')).toHaveCount(2)
  await expect(dayOf(days[2]).locator('[data-shade=absent]')).toHaveCount(0)
  await open(page, `/host?week=${week}&view=day&day=${days[1]}`)
  await expect(dayOf(days[1]).locator('[data-shade=absent]')).toHaveText('Away')
  await open(page, `/host?week=${week}&view=month&month=${days[1]?.slice(0, 7)}`)
  await expect(dayOf(days[1]).locator('[data-absent]')).toHaveText('Away')
  await expect(dayOf(days[2]).locator('[data-absent]')).toHaveCount(0)
  await open(page, `/host?week=${week}&view=week&new=${days[1]}T11:00/${days[1]}T12:00`)
  const form = page.getByRole('dialog')
  await expect(form.locator('[data-presence]')).toContainText('is away at that time')
  await form.locator('input[name=day]').fill(days[4] ?? '')
  await expect(form.locator('[data-presence]')).toContainText('Outside the working hours')
  await form.locator('input[name=day]').fill(days[2] ?? '')
  await expect(form.locator('[data-presence]')).toHaveCount(0)
})

test('whoever moves a visit to where its host is away is told so, and may all the same', async ({ page }) => {
  await profileOf(page, someName('Vera'))
  const { week, days } = weekFromNow(5)
  const absences = section(page, 'Absences and deputies')
  await absences.getByRole('button', { name: 'Add an absence' }).click()
  await absences.locator('input[name=from]').fill(days[2] ?? '')
  await absences.locator('input[name=to]').fill(days[2] ?? '')
  await absences.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('The absence is noted.')).toBeVisible()

  const guest = someGuest()
  await openWeek(page, week)
  await open(page, `/host?week=${week}&view=week&new=${days[1]}T11:00/${days[1]}T12:00`)
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Full name' }).fill(guest)
  await form.getByRole('button', { name: 'Send the invite' }).click()
  await expect(form.getByRole('heading', { name: guest })).toBeVisible()
  await openWeek(page, week)
  await expect(page.locator('[data-shade=absent]')).toBeVisible()
  const card = page.locator('a[data-visit]', { hasText: guest })
  await card.focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('[data-conflict=absent]')).toContainText('is away at that time')
  await page.keyboard.press('Enter')
  await expect(page.locator(`[data-day="${days[2]}"]`).locator('a[data-visit]', { hasText: guest })).toBeVisible()
})

test('a delegate has the calendar of the host, invites for them, and has it no more once that is ended', async ({
  page,
  browser,
  baseURL,
}) => {
  const [boss, assistant] = [someName('Boris'), someName('Alice')]
  const other = await browser.newPage({ baseURL: baseURL ?? '', timezoneId: 'Europe/Moscow', viewport: { width: 1440, height: 900 } })
  await profileOf(other, assistant)
  await profileOf(page, boss)
  const delegates = section(page, 'Who acts for you')
  await delegates.getByRole('button', { name: 'Let somebody act for you' }).click()
  await delegates.getByRole('button', { name: 'Assistant' }).click()
  await page.getByPlaceholder('Search').fill(assistant)
  await page.getByRole('option', { name: assistant }).click()
  await delegates.getByRole('button', { name: 'Let them act' }).click()
  await expect(page.getByText('They act for you now.')).toBeVisible()

  const { week, days } = weekFromNow(4)
  await openWeek(other, week)
  await other.getByRole('combobox', { name: 'Host' }).selectOption({ label: boss })
  await expect(other).toHaveURL(/host=/)
  const guest = someGuest()
  await open(other, `${other.url()}&new=${days[1]}T11:00/${days[1]}T12:00`)
  const form = other.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Full name' }).fill(guest)
  await form.getByRole('button', { name: 'Send the invite' }).click()
  await expect(form.getByRole('heading', { name: guest })).toBeVisible()
  await expect(form.getByText(boss).first()).toBeVisible()

  await openWeek(page, week)
  await expect(page.locator('[data-visit]').filter({ hasText: guest })).toBeVisible()
  await open(page, '/host/profile')
  await page.getByRole('button', { name: `End it: ${assistant}` }).click()
  await expect(page.getByText('Ended: nothing more can be done by it.')).toBeVisible()
  await openWeek(other, week)
  await expect(other.locator('[data-visit]').filter({ hasText: guest })).toHaveCount(0)
  await expect(other.getByRole('combobox', { name: 'Host' })).toHaveCount(0)
})

test('a host chooses of what they are told', async ({ page }) => {
  await profileOf(page, someName('Nora'))
  const notices = section(page, 'What you are told of')
  await notices.getByRole('checkbox', { name: 'A guest comes in: By mail' }).uncheck()
  await notices.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await reload(page)
  await expect(notices.getByRole('checkbox', { name: 'A guest comes in: By mail' })).not.toBeChecked()
  await expect(notices.getByRole('checkbox', { name: 'A guest is late: By mail' })).toBeChecked()
})
