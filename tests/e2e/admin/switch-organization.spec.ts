import type { Page } from '@playwright/test'
import type { Demo } from '../../integration/built-server'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { mailedLink } from '../new-person'

const password = 'correct horse battery'

/** Invites an address as a Developer into the organization of an administrator, and accepts. */
async function joined(page: Page, admin: Demo['users']['orgAdmin'], email: string, known: string[]): Promise<string> {
  await signIn(page, admin)
  await open(page, '/admin/users')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByLabel('Name').fill('Nina Winter')
  await dialog.getByRole('checkbox', { name: 'Developer' }).check()
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(dialog).toBeHidden()
  const link = await mailedLink(email, known)
  await open(page, link)
  await page.getByLabel(/password/i).fill(password)
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await expect(page.getByText('Done. You can sign in now.')).toBeVisible()
  return link
}

test('a person of two organizations works in one at a time, in every tab', async ({ page, browser, demo }) => {
  const email = `${crypto.randomUUID()}@people.example`
  await useLanguage(page, 'en')
  const link = await joined(page, demo.users.orgAdmin, email, [])
  await joined(page, demo.otherOrganization.users.orgAdmin, email, [link])

  const theirs = await browser.newContext({ baseURL: demo.url })
  const [tab, other] = [await theirs.newPage(), await theirs.newPage()]
  await useLanguage(tab, 'en')
  await signIn(tab, { email, password })
  await open(tab, '/devconsole')
  await open(other, '/account/sessions')
  const sidebar = tab.getByRole('complementary')
  const name = (shown: Page) => shown.getByRole('complementary').getByRole('link').first()
  const before = (await name(tab).textContent())?.trim() ?? ''
  await sidebar.locator('summary', { hasText: 'Switch organization' }).press('Enter')
  await sidebar.getByRole('button', { name: /^Work at/ }).press('Enter')
  await expect(name(tab)).not.toHaveText(before)
  await screenshot(tab, 'organization-switched')
  const after = (await name(tab).textContent())?.trim() ?? ''
  await expect(name(other)).toHaveText(after)
  await expect(other).toHaveURL(/\/devconsole$/)
  await theirs.close()
})

test('whoever has one organization is offered no other', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, '/admin')
  await expect(page.getByRole('link', { name: 'Gates' })).toBeVisible()
  await expect(page.getByText('Switch organization')).toHaveCount(0)
})
