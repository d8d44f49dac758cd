import { expect, open, reload, screenshot, signIn, test, useLanguage } from '../fixtures'

test.beforeEach(async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'securityOfficer')
})

test('a zone and a rule for it are made, looked at beforehand, changed, put in order and deleted', async ({ page }) => {
  const tag = crypto.randomUUID().slice(0, 8)
  const zone = `Archive ${tag}`
  await open(page, '/admin/access-rules')
  const places = page.locator('[data-places]')
  await places.getByRole('button', { name: 'New zone' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(zone)
  await dialog.getByRole('checkbox', { name: 'Restricted' }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator(`[data-zone="${zone}"]`)).toContainText('Restricted')

  for (const name of [`Archivists ${tag}`, `Stocktaking ${tag}`]) {
    await open(page, '/admin/access-rules/new')
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    await page.getByRole('checkbox', { name: zone }).check()
    if (name.startsWith('Stocktaking')) {
      await page.getByRole('radio', { name: 'Refuses' }).check()
      await expect(page.getByRole('checkbox', { name: 'With an escort' })).toHaveCount(0)
    }
    await page.getByRole('textbox', { name: 'From' }).fill('22:00')
    await page.getByRole('textbox', { name: 'Until' }).fill('06:00')
    await expect(page.getByText('Ends on the next day.')).toBeVisible()
    await page.getByRole('button', { name: 'Whom would this change?' }).click()
    await expect(page.getByText('For none of the next guests.')).toBeVisible()
    await screenshot(page, 'access-rule-form')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.locator('[data-rule]', { hasText: name })).toContainText('Mon–Fri 22:00–06:00, not on holidays')
  }

  const row = page.locator('[data-rule]', { hasText: `Stocktaking ${tag}` })
  await row.getByRole('button', { name: /earlier/ }).click()
  await expect(page.getByText('The rules are asked in this order now.')).toBeVisible()
  const names = page.locator('[data-rule] h2', { hasText: tag })
  await expect(names.first()).toContainText('Stocktaking')
  await expect(row.locator('[data-up], [data-down]').and(page.locator(':focus'))).toHaveCount(1)

  await places.getByRole('button', { name: `Delete: ${zone}` }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByRole('alert')).toContainText(`Archivists ${tag}`)
  await page.keyboard.press('Escape')

  await row.getByRole('link', { name: /^Change/ }).click()
  await page.getByRole('textbox', { name: 'From' }).fill('9')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('Write the time like 09:00.')
  await page.getByRole('textbox', { name: 'From' }).fill('09:00')
  await page.getByRole('textbox', { name: 'Until' }).fill('18:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(`Saved: Stocktaking ${tag}`)).toBeVisible()
  await open(page, '/admin/access-rules')
  await expect(row).toContainText('Mon–Fri 09:00–18:00')
  await screenshot(page, 'access-rules')
  for (const name of [`Archivists ${tag}`, `Stocktaking ${tag}`]) {
    await page.getByRole('button', { name: `Delete: ${name}` }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect(page.locator('[data-rule]', { hasText: name })).toHaveCount(0)
  }
  await places.getByRole('button', { name: `Delete: ${zone}` }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.locator(`[data-zone="${zone}"]`)).toHaveCount(0)
})

test('a holiday is named and taken away', async ({ page }) => {
  const name = `Day ${crypto.randomUUID().slice(0, 8)}`
  await open(page, '/admin/access-rules')
  const holidays = page.locator('[data-holidays]')
  await holidays.getByRole('textbox', { name: 'What day it is' }).fill(name)
  await holidays.getByRole('button', { name: 'Add' }).click()
  await expect(holidays.getByRole('alert')).toContainText('Enter a date.')
  await holidays.locator('input[type=date]').fill('2031-05-09')
  await holidays.getByRole('button', { name: 'Add' }).click()
  await expect(holidays.getByRole('listitem').filter({ hasText: name })).toContainText('2031')
  await holidays.getByRole('button', { name: `Remove: ${name}` }).click()
  await expect(holidays.getByRole('listitem').filter({ hasText: name })).toHaveCount(0)
})

test('a pass is tried beforehand, and the address says what was tried', async ({ page, api }) => {
  const guest = await api.invite()
  const url = new URL('/admin/access-rules', 'http://localhost')
  url.searchParams.set('pass', guest.visitPassId)
  await open(page, `${url.pathname}${url.search}`)
  const trial = page.locator('[data-trial]')
  await trial.getByRole('button', { name: 'Try' }).click()
  await expect(page).toHaveURL(/at=/)
  await expect(trial.getByText('No rule limits this entry.')).toBeVisible()
  await trial.locator('input[type=datetime-local]').fill('2031-05-09T12:00')
  await trial.getByRole('button', { name: 'Try' }).click()
  await expect(trial.getByText('The gate stays shut')).toBeVisible()
  await expect(trial.getByText('The pass has expired.')).toBeVisible()
  await reload(page)
  await expect(trial.getByText('The pass has expired.')).toBeVisible()
})

test('the live board says step by step why somebody was denied', async ({ page, api }) => {
  const guest = await api.invite()
  await api.scan(guest.code)
  expect(await api.scan(guest.code)).toBe('ScanDenied')
  await open(page, '/admin/live')
  const line = page.locator('[data-result=DENIED]', { hasText: guest.visitorName }).first()
  await line.getByText('Why?').click()
  await expect(line.locator('[data-trace] li')).toHaveText([
    'The pass was not withdrawn and is not set aside.',
    'The code is the newest one of the pass.',
    'The pass has not expired.',
    'The gate is at the site of the pass.',
    'The time of the pass has begun.',
    'No rule limits this entry.',
    'This pass was used already.',
  ])
})

test('a rule that counts is assigned to a guest and to a whole visit in the list of passes, and taken away', async ({ page }) => {
  const name = `Night crew ${crypto.randomUUID().slice(0, 8)}`
  await open(page, '/admin/access-rules/new')
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('checkbox', { name: 'Only by assignment' }).check()
  await page.getByRole('textbox', { name: 'At most' }).fill('none')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('Enter a number from 1 to 1,000')
  await page.getByRole('textbox', { name: 'At most' }).fill('2')
  await page.getByLabel('Counted').selectOption('per day')
  await expect(page.locator('[data-preview]')).toContainText('By assignment')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('[data-rule]', { hasText: name })).toContainText('2 entries a day')

  await open(page, '/admin/passes?status=ACTIVE')
  const row = page.locator('[data-pass]').first()
  const dialog = page.getByRole('dialog')
  await row.getByRole('button', { name: /^Rules of access for/ }).click()
  await dialog.getByRole('group', { name: 'For this guest' }).getByRole('checkbox', { name }).check()
  await dialog.getByRole('group', { name: 'For everybody at this visit' }).getByRole('checkbox', { name }).check()
  await screenshot(page, 'assign-rules')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row.locator('[data-rules]')).toContainText(name)

  await row.getByRole('button', { name: /^Rules of access for/ }).click()
  for (const group of ['For this guest', 'For everybody at this visit']) {
    await expect(dialog.getByRole('group', { name: group }).getByRole('checkbox', { name })).toBeChecked()
    await dialog.getByRole('group', { name: group }).getByRole('checkbox', { name }).uncheck()
  }
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row.locator('[data-rules]')).toHaveCount(0)

  await open(page, '/admin/access-rules')
  await page.getByRole('button', { name: `Delete: ${name}` }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.locator('[data-rule]', { hasText: name })).toHaveCount(0)
})
