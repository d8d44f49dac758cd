import { expect, open, reload, signIn, test, useLanguage } from '../fixtures'

test('a person ends their own sessions, one and all others', async ({ page, browser, demo }) => {
  const device = async () => {
    const context = await browser.newContext({ baseURL: demo.url })
    const other = await context.newPage()
    await signIn(other, 'developer')
    return other
  }
  await useLanguage(page, 'en')
  await signIn(page, 'developer')
  const [lost, alsoLost] = [await device(), await device()]
  await open(page, '/account/sessions')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your sessions')
  const rows = page.locator('[data-session]')
  const count = await rows.count()
  expect(count).toBeGreaterThanOrEqual(3)
  await expect(rows.filter({ hasText: 'This one' })).toHaveCount(1)

  await rows
    .filter({ hasNotText: 'This one' })
    .first()
    .getByRole('button', { name: /^End the session/ })
    .press('Enter')
  await expect(page.getByText('The session has ended.')).toBeVisible()
  await expect(rows).toHaveCount(count - 1)

  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(rows).toHaveCount(1)
  for (const other of [lost, alsoLost]) {
    await open(other, '/devconsole')
    await expect(other).toHaveURL(/\/sign-in/)
    await other.context().close()
  }
  await reload(page)
  await expect(rows).toHaveCount(1)
})
