import { AxeBuilder } from '@axe-core/playwright'
import { expect, open, reload, signIn, test, useLanguage, useTheme } from '../fixtures'

test.beforeEach(async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'host')
})

test('a visit is called off and its pass withdrawn', async ({ page, api }) => {
  const guest = await api.invite({ startsIn: 120 })
  await open(page, `/host/visits?visit=${guest.appointmentId}`)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Call the visit off' }).click()
  await expect(dialog.getByRole('radio', { name: 'Withdraw them' })).toBeChecked()
  await dialog.getByLabel('Reason').fill('Moved to next week')
  await dialog.getByRole('button', { name: 'Call off' }).click()
  await expect(dialog.getByRole('banner').getByRole('status')).toContainText('Called off')
  await expect(dialog.getByText('Moved to next week').first()).toBeVisible()
  await expect(dialog).toContainText('Withdrawn')
  expect(await api.scan(guest.code)).toBe('ScanDenied')
})

test('a pass is withdrawn with a reason, never without', async ({ page, api }) => {
  const guest = await api.invite({ startsIn: 5 })
  await open(page, `/host/visits?visit=${guest.appointmentId}`)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Withdraw the pass' }).click()
  await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(dialog.getByText('Give a reason.')).toBeVisible()
  await dialog.getByLabel('Reason').fill('Lost phone')
  await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(dialog.getByText('Pass withdrawn: Lost phone')).toBeVisible()
  expect(await api.scan(guest.code)).toBe('ScanDenied')
})

test('the list is narrowed by the server and the address keeps it', async ({ page, api }) => {
  // A day of its own: what other tests make would push it to another page.
  const minutesInDay = 24 * 60
  const guest = await api.invite({ startsIn: 200 * minutesInDay })
  const day = (offset: number) => new Date(Date.now() + offset * minutesInDay * 60_000).toISOString().slice(0, 10)
  await open(page, `/host/visits?period=range&from=${day(199)}&to=${day(201)}`)
  await expect(page.locator(`tr[data-visit="${guest.appointmentId}"]`)).toContainText('GMT+3')
  await page.getByRole('combobox', { name: 'State' }).selectOption('Called off')
  await expect(page).toHaveURL(/status=CANCELED/)
  await expect(page.locator(`tr[data-visit="${guest.appointmentId}"]`)).toBeHidden()
  await reload(page)
  await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('CANCELED')
})

test('an empty list says what to do', async ({ page }) => {
  await open(page, '/host/visits?period=range&from=2031-01-01&to=2031-01-02')
  await expect(page.getByText('No visits here')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the filter' }).last().click()
  await expect(page).toHaveURL(/\/host\/visits$/)
})

test('somebody else’s visit is nowhere to be seen', async ({ page }) => {
  await open(page, '/host/visits?visit=QXBwb2ludG1lbnQ6MDAwMDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw')
  await expect(page.getByRole('dialog')).toContainText('There is no such visit')
})

for (const theme of ['light', 'dark'] as const) {
  for (const path of ['/host', '/host?view=list', '/host?new=2030-01-07T10:00/2030-01-07T11:00', '/host/visits?period=all']) {
    test(`${path} is accessible (${theme})`, async ({ page }) => {
      await page.setViewportSize({ width: 1440, height: 900 })
      await useTheme(page, theme)
      await open(page, path)
      await expect(path.includes('new=') ? page.getByRole('dialog') : page.getByRole('heading', { level: 1 })).toBeVisible()
      if (path === '/host') await expect(page.getByRole('application')).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ).toEqual([])
    })
  }
}
