import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

const ask = async (demo: { graphql: string; apiKey: string }, query: string) => {
  const headers = { authorization: `Bearer ${demo.apiKey}`, 'content-type': 'application/json' }
  return fetch(demo.graphql, { method: 'POST', headers, body: JSON.stringify({ query }) })
}

test('a developer sees what a key asked for, and what its errors mean', async ({ page, demo }) => {
  await ask(demo, 'query UsageTrial { viewer { permissions } }')
  await ask(demo, 'query UsageTrialCostly { appointments(first: 100) { edges { node { visitPasses(first: 100) { edges { cursor } } } } } }')
  await useLanguage(page, 'en')
  await signIn(page, 'developer')
  await open(page, '/devconsole')
  const application = page.locator('[data-application]', { has: page.locator(`[data-key="${demo.apiKey.slice(0, 12)}"]`) })
  await application.getByRole('link', { name: /Usage and requests/ }).click()
  await expect(page.getByRole('heading', { name: 'Usage', exact: true })).toBeVisible()

  // The log is written within seconds.
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect(page.locator('[data-request=UsageTrialCostly]').first()).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(page.locator('[data-request=UsageTrial]').first()).toContainText('Answered')
  await screenshot(page, 'devconsole-usage')

  await page.getByLabel('Result').selectOption('failed')
  await expect(page).toHaveURL(/result=failed/)
  await expect(page.locator('[data-request=UsageTrial]')).toHaveCount(0)
  await page.getByLabel('Operation').fill('UsageTrialCostly')
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page).toHaveURL(/operation=UsageTrialCostly/)
  await page.getByRole('link', { name: 'QUERY_TOO_COSTLY' }).first().click()
  await expect(page.getByRole('heading', { name: 'QUERY_TOO_COSTLY' })).toBeVisible()
  await expect(page.getByText('Ask for smaller pages, one after the other.')).toBeVisible()
})

test('an application of nobody is said to be missing, and codes are found', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'developer')
  await open(page, '/devconsole/applications/nothing')
  await expect(page.getByText('There is no such application')).toBeVisible()
  await open(page, '/devconsole/errors')
  await page.getByLabel('Find a code').fill('budget')
  await expect(page.getByRole('link', { name: 'RATE_LIMITED' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'NOT_FOUND' })).toHaveCount(0)
})
