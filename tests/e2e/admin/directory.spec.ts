import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

test('a directory gets a token, sends a group, and the group gets its roles', async ({ page, playwright, baseURL }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/single-sign-on')
  await expect(page.getByText('No token is made yet')).toBeVisible()
  await page.getByRole('button', { name: 'Make a token' }).click()
  await expect(page.getByText('It is shown this one time')).toBeVisible()
  const token = (await page.locator('[data-new-token]').textContent())?.trim() ?? ''
  expect(token).toMatch(/^gcr_[\w-]{43}$/)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await expect(page.getByText(token)).toHaveCount(0)

  const name = `Desk ${crypto.randomUUID().slice(0, 8)}`
  const directory = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } })
  const made = await directory.post('/api/scim/v2/Groups', { data: { displayName: name } })
  expect(made.status()).toBe(201)

  await open(page, '/admin/single-sign-on')
  await page.getByRole('button', { name: `Choose the roles of ${name}` }).click()
  await page.getByLabel('Reception', { exact: true }).check()
  await screenshot(page, 'directory')
  await page.getByRole('button', { name: 'Save the roles' }).click()
  await expect(page.getByText(`The roles of ${name} are chosen`)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('Reception')

  await page.getByRole('button', { name: 'Withdraw gcr_' }).click()
  await expect(page.getByText('The token is withdrawn')).toBeVisible()
  expect((await directory.get('/api/scim/v2/Groups')).status()).toBe(401)
  await directory.dispose()
})
