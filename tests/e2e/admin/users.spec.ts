import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, mailFolder, open, signIn, test, useLanguage } from '../fixtures'

/** Path and fragment of the one-time link that was mailed to an address. */
async function mailedLink(email: string): Promise<string> {
  const mail = () =>
    readdirSync(mailFolder())
      .map((file) => readFileSync(join(mailFolder(), file), 'utf8'))
      .find((text) => text.includes(`To: ${email}`)) ?? ''
  await expect.poll(mail, { timeout: 20_000, message: 'the worker mails the link' }).not.toBe('')
  const plain = mail().replaceAll(/=\r?\n/g, '')
  return /\/set-password#gcl_[\w-]{43}/.exec(plain)?.[0] ?? ''
}

test('people are searched and filtered by the address', async ({ page, demo }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/users')
  const rows = page.locator('[data-member]')
  await expect(rows).not.toHaveCount(0)
  await page.getByRole('searchbox').fill(demo.users.operator.email)
  await page.getByRole('searchbox').press('Enter')
  await expect(page).toHaveURL(/search=/)
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('Reception')
  await page.getByRole('combobox', { name: /^Role/ }).selectOption({ label: 'Host' })
  await expect(page.getByText('Nobody was found')).toBeVisible()
  await page.getByRole('link', { name: 'Clear' }).first().click()
  await expect(page).toHaveURL(/\/admin\/users$/)
  await page.goto(`/admin/users?search=${encodeURIComponent(demo.otherOrganization.users.host.email)}`)
  await expect(rows).toHaveCount(0)
})

test('somebody is given a role, suspended and restored', async ({ page, browser, demo }) => {
  const theirs = await browser.newContext({ baseURL: demo.url })
  const other = await theirs.newPage()
  await signIn(other, 'operator')
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, `/admin/users?search=${encodeURIComponent(demo.users.operator.email)}`)
  const row = page.locator(`[data-member="${demo.users.operator.email}"]`)

  await row.getByRole('button', { name: /^Roles of/ }).press('Enter')
  await page.getByRole('dialog').getByLabel('Developer').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('Developer')
  await other.goto('/devconsole')
  await expect(other).toHaveURL(/\/devconsole/)

  await row.getByRole('button', { name: /^Suspend/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
  await expect(page.getByText('Give a reason')).toBeVisible()
  await page.getByRole('dialog').getByRole('textbox').fill('On leave')
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
  await expect(row).toContainText('Suspended')
  await other.goto('/admin/passes')
  await expect(other).toHaveURL(/\/sign-in/)

  await row.getByRole('button', { name: /^Restore/ }).click()
  await expect(row.getByRole('button', { name: /^Suspend/ })).toBeVisible()
  await row.getByRole('button', { name: /^Roles of/ }).click()
  await page.getByRole('dialog').getByLabel('Developer').uncheck()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(row).not.toContainText('Developer')
  await signIn(other, 'operator')
  await theirs.close()
})

test('the last administrator stays one', async ({ page, demo }) => {
  await useLanguage(page, 'en')
  await signIn(page, demo.otherOrganization.users.orgAdmin)
  await open(page, `/admin/users?search=${encodeURIComponent(demo.otherOrganization.users.orgAdmin.email)}`)
  await page.getByRole('button', { name: /^Roles of/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Administrator').uncheck()
  await dialog.getByLabel('Host').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Make somebody else an administrator first')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
})

test('somebody is invited by mail, sets a password and comes in', async ({ page, browser, demo }) => {
  const email = `${crypto.randomUUID()}@people.example`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/users')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByLabel('Name').fill('Nina Winter')
  await dialog.getByLabel('English').check()
  await dialog.getByLabel('Developer').check()
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(dialog).toBeHidden()
  await page.goto(`/admin/users?search=${encodeURIComponent(email)}&status=INVITED`)
  await expect(page.locator('[data-member]')).toContainText('Invited')

  const link = await mailedLink(email)
  const theirs = await browser.newContext({ baseURL: demo.url, locale: 'en-GB' })
  const other = await theirs.newPage()
  await open(other, link)
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Invitation')
  await other.getByLabel('New password').fill('short')
  await other.getByRole('button', { name: 'Accept the invitation' }).click()
  await expect(other.getByText('At least 10 characters.')).toBeVisible()
  await other.getByLabel('New password').fill('correct horse battery')
  await other.getByRole('button', { name: 'Accept the invitation' }).click()
  await expect(other.getByText('Done. You can sign in now.')).toBeVisible()
  await signIn(other, { email, password: 'correct horse battery' })
  await other.goto('/devconsole')
  await expect(other).toHaveURL(/\/devconsole/)
  await other.goto(link)
  await other.reload()
  await expect(other.getByRole('alert')).toContainText('This link does not work')
  await theirs.close()
})
