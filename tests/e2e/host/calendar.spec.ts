import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { openWeek, someGuest, weekFromNow } from './weeks'

// Far from the site's own zone: the calendar keeps the site's clock all the same.
test.use({ timezoneId: 'America/New_York', viewport: { width: 1440, height: 900 } })

test.beforeEach(async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'host')
})

const moscow = (iso: string) => new Date(iso).toLocaleTimeString('en-GB', { timeZone: 'Europe/Moscow', hour: '2-digit', minute: '2-digit' })

test('the agenda is in the HTML of the server, and the grid takes its place', async ({ page, api }) => {
  const { week, days } = weekFromNow(30)
  const startsIn = Math.round((Date.parse(`${days[2]}T09:00:00Z`) - Date.now()) / 60_000)
  const { visitorName, appointmentId } = await api.invite({ startsIn, minutes: 30 })
  const html = await (await page.request.get(`/host?view=list&week=${week}`)).text()
  expect(html).toContain(visitorName)
  expect(html).toContain(`data-visit="${appointmentId}"`)
  expect(html.match(/data-day="/g)).toHaveLength(7)

  await open(page, '/host')
  await expect(page.getByRole('application').locator('[data-visit]').first()).toBeVisible()
  await expect(page.locator('main [aria-current=page]')).toHaveCount(0)
  await screenshot(page, 'host-week')
})

test('what the page was told comes with it once, whatever stands in it, and is asked for no second time', async ({ page, api }) => {
  const { week, days } = weekFromNow(31)
  const startsIn = Math.round((Date.parse(`${days[2]}T09:00:00Z`) - Date.now()) / 60_000)
  const title = `</script><!--<script>${someGuest()}`
  const { appointmentId } = await api.invite({ startsIn, minutes: 30, title })
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) asked.push(request.postData() ?? '')
  })
  await openWeek(page, week)
  await expect(page.getByTitle(title)).toBeVisible()
  const answers = await page.locator('script[id^=answer-]').allTextContents()
  expect(answers.filter((answer) => answer.includes(appointmentId))).toHaveLength(1)
  expect(await page.locator('#__NUXT_DATA__').textContent()).not.toContain(appointmentId)
  expect(asked.filter((body) => /HostCalendar|HostPlaces|Viewer/.test(body))).toEqual([])
})

test('the keyboard alone books a visit, by the clock of the site', async ({ page }) => {
  const { week, days } = weekFromNow(2)
  const name = someGuest()
  await openWeek(page, week)
  await page.getByRole('application').focus()
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'Shift+ArrowDown', 'Enter']) await page.keyboard.press(key)
  await expect(page).toHaveURL(new RegExp(`new=${days[1]}T10:30/${days[1]}T11:30`))
  await expect(page.getByRole('textbox', { name: 'Full name' })).toBeFocused()
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(`${name.replace(' ', '.')}@guest.example`)
  await page.keyboard.press('Enter')

  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('heading', { name })).toBeVisible()
  await expect(drawer).toContainText('10:30–11:30')
  await expect(drawer.getByText('Invite sent')).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('application').locator('[data-visit]').filter({ hasText: name })).toContainText('10:30–11:30')
})

test('dragging over the grid opens the form with those times', async ({ page }) => {
  const { week, days } = weekFromNow(3)
  await openWeek(page, week)
  const grid = page.getByRole('application')
  const wednesday = await grid
    .getByText(String(Number(days[2]?.slice(8))), { exact: true })
    .first()
    .boundingBox()
  const one = await grid.locator('[data-hour="13:00"]').boundingBox()
  const two = await grid.locator('[data-hour="14:00"]').boundingBox()
  if (!wednesday || !one || !two) throw new Error('The grid is not shown')
  const [x, from, hour] = [wednesday.x + wednesday.width / 2, one.y + one.height / 2, two.y - one.y]
  await page.mouse.move(x, from + 4)
  await page.mouse.down()
  await page.mouse.move(x, from + hour / 2, { steps: 5 })
  await page.mouse.move(x, from + hour - 4, { steps: 5 })
  await page.mouse.up()
  await expect(page).toHaveURL(new RegExp(`new=${days[2]}T13:00/${days[2]}T14:00`))
  await expect(page.getByLabel('Start')).toHaveValue('13:00')
  await expect(page.getByLabel('End', { exact: true })).toHaveValue('14:00')
})

test('a visit stands in the grid at the time of its site', async ({ page, api }) => {
  // On a day of its own: in a crowded hour some visits stand behind a number.
  const { days } = weekFromNow(31)
  const startsIn = Math.round((Date.parse(`${days[3]}T09:00:00Z`) - Date.now()) / 60_000)
  const guest = await api.invite({ startsIn, minutes: 45 })
  const { node } = await api.graphql<{ node: { startsAt: string; endsAt: string } }>(
    'query ($id: ID!) { node(id: $id) { ... on Appointment { startsAt endsAt } } }',
    { id: guest.appointmentId },
  )
  await open(page, `/host?view=day&day=${days[3]}`)
  const event = page.getByRole('application').locator(`[data-visit="${guest.appointmentId}"]`)
  await expect(event).toContainText(`${moscow(node.startsAt)}–${moscow(node.endsAt)}`)
  await event.click()
  await expect(page).toHaveURL(/visit=/)
  await expect(page.getByRole('dialog').getByRole('heading', { name: guest.visitorName })).toBeVisible()
})

test('keys lead to the next week and to a new visit, whatever the layout', async ({ page }) => {
  const { week } = weekFromNow(0)
  await openWeek(page, week)
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(new RegExp(`week=${weekFromNow(1).week}`))
  await page.keyboard.press('KeyT')
  await expect(page).not.toHaveURL(/week=/)
  await page.dispatchEvent('body', 'keydown', { code: 'KeyN', key: 'т' })
  await expect(page.getByRole('dialog')).toContainText('New visit')
})
