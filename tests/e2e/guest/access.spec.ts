import type { Browser, Page } from '@playwright/test'
import { inviteHere, type InvitedHere } from '../admin/other-organization'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { mailed } from '../mail'

const link = /\/i\/[\w-]+\?key=[\w.-]+/
const sixDigits = /^\d{6}$/m
const qrCode = { name: 'QR code of the pass' }

interface Guest extends InvitedHere {
  email: string
}

/** A guest of the organization that asks its guests for a code. */
async function invited(page: Page): Promise<Guest> {
  const email = `${crypto.randomUUID()}@guest.example`
  return { email, ...(await inviteHere(page, 'Gala Guest', email)) }
}

/** A phone that runs no script. */
async function phone(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  return context.newPage()
}

async function ask(guest: Page, { invitePath, code }: Guest): Promise<void> {
  await guest.goto(`${invitePath}?lang=en`)
  await expect(guest.getByRole('heading', { name: 'Show that it is you' })).toBeVisible()
  expect(await guest.content()).not.toContain(code)
  await guest.getByRole('button', { name: 'Send me a code' }).click()
  await expect(guest.getByText('A code is on its way')).toBeVisible()
}

test.beforeEach('an administrator has guests asked for a code', async ({ page, demo }) => {
  await useLanguage(page, 'en')
  await signIn(page, demo.otherOrganization.users.orgAdmin)
  await open(page, '/admin/sign-in-policy')
  await page.getByLabel('By the link, and a one-time code from their mail').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The policy is saved.')).toBeVisible()
})

test('a guest sees the code of the pass after typing the digits of their mail', async ({ page, browser, demo }) => {
  const person = await invited(page)
  const guest = await phone(browser, demo.url)
  await ask(guest, person)
  await screenshot(guest, 'guest-code-asked')
  const digits = await mailed(person.email, sixDigits)
  await guest.getByLabel('Six-digit code').fill(digits === '000000' ? '000001' : '000000')
  await guest.getByLabel('Six-digit code').press('Enter')
  await expect(guest.getByRole('alert')).toHaveText('This code is not right. Look at it once more.')
  await guest.getByLabel('Six-digit code').fill(digits)
  await guest.getByRole('button', { name: 'Show my pass' }).click()
  await expect(guest.getByRole('img', qrCode)).toBeVisible()
  const stranger = await phone(browser, demo.url)
  await stranger.goto(person.invitePath)
  await expect(stranger.getByRole('img', qrCode)).toHaveCount(0)
  expect(await stranger.content()).not.toContain(person.code)
})

test('opening the link of the mail takes nothing, pressing its button shows the pass, in that browser alone', async ({
  page,
  browser,
  demo,
}) => {
  const person = await invited(page)
  const guest = await phone(browser, demo.url)
  await ask(guest, person)
  const path = await mailed(person.email, link)
  const scanner = await phone(browser, demo.url)
  await scanner.goto(`${path}&lang=en`)
  await scanner.getByRole('button', { name: 'Show my pass' }).click()
  await expect(scanner.getByRole('alert')).toContainText('only in the browser that asked for it')
  for (let opened = 0; opened < 2; opened++) await guest.goto(`${path}&lang=en`)
  await screenshot(guest, 'guest-link')
  await guest.getByRole('button', { name: 'Show my pass' }).click()
  await expect(guest.getByRole('img', qrCode)).toBeVisible()
  expect(new URL(guest.url()).search).not.toContain('key')
})
