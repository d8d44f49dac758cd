import { readFileSync } from 'node:fs'
import { expect, open, signIn, test, useLanguage } from '../fixtures'

test('an entry says who did what on what, and what was before; the log is narrowed, checked and saved', async ({ page, demo }) => {
  const name = `Night ${crypto.randomUUID().slice(0, 8)}`
  const create = `mutation ($input: CreateDepartmentInput!) { createDepartment(input: $input) { __typename } }`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  const made = await page.request.post(demo.graphql, { data: { query: create, variables: { input: { name } } } })
  expect(await made.text()).toContain('CreateDepartmentSuccess')

  await open(page, '/admin/audit')
  await page.getByLabel('Action').selectOption({ label: 'Department made' })
  const entry = page.locator('[data-action="department.create"]', { hasText: name })
  await expect(entry).toContainText('Department · ')
  await expect(entry).toContainText('· user')
  await expect(page.locator('[data-action="session.open"]')).toHaveCount(0)
  const traceId = entry.locator('dd', { hasText: /^[0-9a-f]{32}$/ })
  await expect(traceId).toBeHidden()
  await entry.getByText('Details').focus()
  await page.keyboard.press('Enter')
  await expect(traceId).toBeVisible()
  const trace = (await traceId.textContent()) ?? ''

  await page.getByRole('searchbox').fill(trace)
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-action]')).toHaveCount(1)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text.trim().split('\r\n')).toHaveLength(2)
  expect(text).toContain(name)

  await page.getByRole('link', { name: 'Clear' }).click()
  await expect(page.locator('[data-action]').nth(1)).toBeVisible()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.locator('[data-chain]')).toHaveAttribute('data-chain', /INTACT|NOT_PROVEN/)
})

test('every thing leads to its history', async ({ page, demo }) => {
  const name = `Day ${crypto.randomUUID().slice(0, 8)}`
  const create = `mutation ($input: CreateDepartmentInput!) { createDepartment(input: $input) { __typename } }`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await page.request.post(demo.graphql, { data: { query: create, variables: { input: { name } } } })
  await open(page, '/admin/departments')
  await page.getByRole('treeitem', { name }).click()
  await page.getByRole('link', { name: 'History' }).click()
  await expect(page.locator('[data-action]')).toHaveCount(1)
  await expect(page.locator('[data-action="department.create"]')).toContainText(name)

  const things = 'users visitors passes sites devices settings branding sign-in-policy single-sign-on privacy'
  for (const path of [...things.split(' ').map((thing) => `/admin/${thing}`), '/devconsole']) {
    await open(page, path)
    await page
      .getByRole('link', { name: /^History/ })
      .first()
      .click()
    await expect(page, path).toHaveURL(/\/admin\/audit\?entity=/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log')
  }
})
