import type { Page } from '@playwright/test'
import { codeAt } from '../../integration/security/authenticator-code'
import { expect, open, test, useLanguage } from '../fixtures'
import { newPerson } from '../new-person'

const period = 30_000

/** The code of a step that was not used yet: of the next one, which is taken as well. */
const laterCode = (secret: string) => codeAt(secret, Date.now() + period)

async function signInByForm(page: Page, { email, password }: { email: string; password: string }, code: string) {
  await page.context().clearCookies()
  await useLanguage(page, 'en')
  await open(page, '/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('One-time code').fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('an authenticator app is set up, asked for, replaced by a recovery code and turned off', async ({ page }) => {
  await useLanguage(page, 'en')
  const person = await newPerson(page)
  await open(page, '/admin')
  await page.getByRole('link', { name: 'How you sign in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How you sign in')
  await page.getByRole('button', { name: 'Set up' }).press('Enter')
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible()
  const secret = ((await page.locator('[data-totp-secret]').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('Code that the app shows now').fill('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This code does not fit')).toBeVisible()
  await page.getByLabel('Code that the app shows now').fill(codeAt(secret, Date.now()))
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-recovery-codes] li')).toHaveCount(10)
  const [first = '', second = ''] = await page.locator('[data-recovery-codes] li').allTextContents()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 codes are left')).toBeVisible()

  await signInByForm(page, person, laterCode(secret))
  await expect(page).toHaveURL(/\/admin/)
  await signInByForm(page, person, first)
  await expect(page).toHaveURL(/\/admin/)

  await open(page, '/account/security')
  await expect(page.getByText('9 codes are left')).toBeVisible()
  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByLabel('Code of the app or recovery code').fill(second)
  await page.getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByText('The authenticator app is off.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible()
})
