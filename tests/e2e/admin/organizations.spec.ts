import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { mailedLink } from '../new-person'

test('an organization is made, gets its administrator and is entered for a while', async ({ page, browser, demo }) => {
  const [code, email] = [`o-${crypto.randomUUID().slice(0, 8)}`, `${crypto.randomUUID()}@people.example`]
  const password = 'correct horse battery'
  await useLanguage(page, 'en')
  await signIn(page, 'platformAdmin')
  await open(page, '/admin/organizations')
  await page.getByRole('link', { name: 'New organization' }).click()
  await page.getByLabel('Name').fill('Harbour Works')
  await page.getByLabel('Code').fill('not a code')
  await page.getByRole('button', { name: 'Make the organization' }).click()
  await expect(page.getByText('Use 3 to 40 of a–z')).toBeVisible()
  await page.getByLabel('Code').fill(code)
  await page.getByLabel('Time zone').fill('Europe/London')
  await page.keyboard.press('Enter')

  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('heading')).toHaveText('Administrator of Harbour Works')
  await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByLabel('Name').fill('Hana Works')
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(page.getByText('Hana Works is invited.')).toBeVisible()

  await page.getByRole('link', { name: 'Enter Harbour Works' }).click()
  await dialog.getByLabel('Reason').fill('short')
  await dialog.getByRole('button', { name: 'Enter' }).click()
  await expect(dialog.getByText('Say in at least 10 characters why.')).toBeVisible()
  await dialog.getByLabel('Reason').fill('Ticket 12: sets up their first site')
  await screenshot(page, 'organization-enter')
  await dialog.getByRole('button', { name: 'Enter' }).click()
  const banner = page.getByRole('complementary', { name: 'Entry into an organization' })
  await expect(banner).toContainText('You are inside Harbour Works')
  await open(page, '/admin/sites')
  await expect(page.getByRole('link', { name: 'Organizations' })).toHaveCount(0)
  await screenshot(page, 'organization-entered')

  const theirs = await browser.newContext({ baseURL: demo.url })
  const admin = await theirs.newPage()
  await useLanguage(admin, 'en')
  await open(admin, await mailedLink(email))
  await admin.getByLabel(/password/i).fill(password)
  await admin.getByRole('button', { name: 'Accept the invitation' }).click()
  await expect(admin.getByText('Done. You can sign in now.')).toBeVisible()
  await signIn(admin, { email, password })
  await open(admin, '/admin/audit')
  await expect(admin.getByText('Platform administrator entered').first()).toBeVisible()
  await expect(admin.getByText('Ticket 12: sets up their first site').first()).toBeVisible()

  await open(page, '/admin/sites')
  await banner.getByRole('button', { name: 'Leave now' }).click()
  await expect(page.getByRole('link', { name: 'Organizations' })).toBeVisible()
  await expect(banner).toHaveCount(0)
  await theirs.close()
})

test('the platform’s list of organizations is nobody else’s', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await page.goto('/admin/organizations')
  await expect(page.getByText('You do not have the right')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Organizations' })).toHaveCount(0)
})
