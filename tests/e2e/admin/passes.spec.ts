import { randomUUID } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { InvitedGuest } from '../api'
import { expect, open, signIn, test, useLanguage } from '../fixtures'
import { mailed } from '../mail'

const rowOf = (page: Page, id: string) => page.locator(`[data-pass="${id}"]`)
const copies = (page: Page) =>
  page.evaluate(async () => (await (await caches.open('guest-pass')).keys()).map(({ url }) => new URL(url).pathname))

/** A dialog that closes has said so to its page once what it asked is gone. */
const isClosed = (page: Page, { visitorName }: InvitedGuest) =>
  expect(page.locator('dialog h2').filter({ hasText: visitorName })).toHaveCount(0)

/** Chooses what happens to a pass, by keyboard alone. */
async function change(page: Page, guest: InvitedGuest, name: RegExp | string, reason: string | null, submit: string) {
  await rowOf(page, guest.visitPassId).getByRole('button', { name }).press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  // A dialog takes the focus when it has come: a key that is pressed before goes into the field.
  if (reason !== null) await expect(dialog.getByLabel('Reason')).toBeFocused()
  if (reason !== null) await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: submit, exact: true }).press('Enter')
  await isClosed(page, guest)
}

test('a pass is suspended, says so to its guest without the reason, and goes on', async ({ page, api, context }) => {
  const guest = await api.invite()
  const phone = await context.newPage()
  await phone.goto(guest.invitePath)
  await expect.poll(() => copies(phone)).toContain(guest.invitePath)
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, '/admin/passes?status=ACTIVE')
  await rowOf(page, guest.visitPassId)
    .getByRole('button', { name: /^Suspend/ })
    .press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Suspend', exact: true }).press('Enter')
  await expect(dialog.getByText('Give a reason')).toBeVisible()
  await page.keyboard.press('Escape')
  await isClosed(page, guest)
  await change(page, guest, /^Suspend/, 'A question about the order', 'Suspend')
  await open(page, '/admin/passes?status=SUSPENDED')
  await expect(rowOf(page, guest.visitPassId)).toContainText('A question about the order')
  expect(await api.scan(guest.code)).toBe('ScanDenied')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  await phone.reload()
  await expect(phone.getByText('This pass is suspended')).toBeVisible()
  await expect(phone.getByText('A question about the order')).toHaveCount(0)
  await expect(phone.locator('#qr')).toHaveCount(0)
  await expect.poll(() => copies(phone)).not.toContain(guest.invitePath)

  await change(page, guest, /^Resume/, null, 'Resume')
  await expect(rowOf(page, guest.visitPassId)).toBeHidden()
  expect(await api.scan(guest.code)).toBe('ScanAdmitted')
})

test('a lost phone: the guest gets a new code and link, the old ones open nothing', async ({ page, api }) => {
  const email = `${randomUUID()}@guest.example`
  const guest = await api.invite({ email })
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, '/admin/passes?status=ACTIVE')
  await change(page, guest, /^New code/, 'Lost phone', 'New code')
  expect(await api.scan(guest.code)).toBe('ScanDenied')
  const link = await mailed(email, /\/i\/[\w-]{43}/, [guest.invitePath])
  await page.goto(guest.invitePath)
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
  await page.goto(link)
  await expect(page.locator('#qr')).toBeVisible()
})
