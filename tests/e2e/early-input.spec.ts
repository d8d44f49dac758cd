import { expect, signIn, test, useLanguage } from './fixtures'

test('what is typed and sent before a page lives is not lost, and stands in no address', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'securityOfficer')
  let letScriptsIn = () => {}
  const held = new Promise<void>((resolve) => (letScriptsIn = resolve))
  await page.route('**/_nuxt/*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.goto('/admin/access-rules', { waitUntil: 'commit' })
  const name = `Day ${crypto.randomUUID().slice(0, 8)}`
  const holidays = page.locator('[data-holidays]')
  await holidays.getByRole('textbox', { name: 'What day it is' }).fill(name)
  await holidays.locator('input[type=date]').fill('2031-06-12')
  await holidays.getByRole('button', { name: 'Add' }).click()
  await expect(holidays.getByRole('textbox', { name: 'What day it is' })).toHaveValue(name)
  expect(new URL(page.url()).search).toBe('')
  letScriptsIn()
  const day = holidays.getByRole('listitem').filter({ hasText: name })
  await expect(day).toContainText('2031')
  await holidays.getByRole('button', { name: `Remove: ${name}` }).click()
  await expect(day).toHaveCount(0)
})
