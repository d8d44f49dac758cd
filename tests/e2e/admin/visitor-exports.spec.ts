import { readFileSync } from 'node:fs'
import { expect, open, signIn, test, useLanguage } from '../fixtures'

const limitDocument = `mutation ($input: SetVisitorExportLimitInput!) { setVisitorExportLimit(input: $input) { __typename } }`

test('a file of visitors is asked for by one person, agreed to by another, and fetched by the first', async ({
  page,
  browser,
  demo,
  api,
}) => {
  const { visitorName } = await api.invite()
  const reason = `Audit ${crypto.randomUUID()}`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  const limited = await page.request.post('/graphql', { data: { query: limitDocument, variables: { input: { rows: 0 } } } })
  expect(await limited.text()).toContain('SetVisitorExportLimitSuccess')
  await open(page, '/admin/privacy')
  const form = page.locator('[data-export-form]')
  await expect(form.locator('[data-export-terms]')).toContainText('Another person who manages personal data has to agree first')
  await form.getByRole('button', { name: 'Ask for the file' }).click()
  await expect(form.getByText('Say in at least 10 characters what the file is for.')).toBeVisible()
  await form.getByLabel('What the file is for').fill(reason)
  await form.getByRole('button', { name: 'Ask for the file' }).click()
  await expect(form.getByRole('status').first()).toContainText('waits for a second person')
  const mine = page.locator('[data-export]', { hasText: reason })
  await expect(mine).toContainText('Waits for a second person')
  await expect(mine.getByRole('button', { name: 'Agree' })).toHaveCount(0)

  const theirs = await browser.newContext({ baseURL: demo.url, locale: 'en-GB', viewport: { width: 390, height: 800 } })
  const other = await theirs.newPage()
  await useLanguage(other, 'en')
  await signIn(other, 'securityOfficer')
  await open(other, '/admin/privacy')
  const asked = other.locator('[data-export]', { hasText: reason })
  await asked.getByRole('button', { name: 'Agree' }).focus()
  await other.keyboard.press('Enter')
  await expect(other.getByText('You have agreed. The file is being made.')).toBeVisible()
  await expect(asked).toHaveAttribute('data-status', 'READY', { timeout: 20_000 })
  await expect(asked.getByRole('link', { name: 'Download' })).toHaveCount(0)
  const wide = await other.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide, 'nothing is wider than the phone').toBe(0)

  await open(page, '/admin/privacy')
  const download = page.waitForEvent('download')
  await mine.getByRole('link', { name: 'Download' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^visitors-.*\.csv$/)
  const text = readFileSync(await file.path(), 'utf8')
  expect(text.startsWith('\uFEFFregisteredAt,name,email')).toBe(true)
  expect(text).toContain(visitorName)
  await mine.getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText('You have taken the request back.')).toBeVisible()
  await expect(mine).toHaveAttribute('data-status', 'WITHDRAWN')
  await expect(mine.getByRole('link', { name: 'Download' })).toHaveCount(0)
  await theirs.close()
})
