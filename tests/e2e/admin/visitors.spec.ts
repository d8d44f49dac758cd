import { readFileSync } from 'node:fs'
import { expect, open, signIn, test, useLanguage } from '../fixtures'

test('what is held of a visitor is handed out, and erased with a receipt; both stand in their history', async ({ page, api }) => {
  const name = `Zoe ${crypto.randomUUID().slice(0, 8)}`
  await api.invite({ name })
  await useLanguage(page, 'en')
  await signIn(page, 'securityOfficer')
  await open(page, `/admin/visitors?search=${encodeURIComponent(name)}`)
  const row = page.locator('[data-visitor]')
  await expect(row).toHaveCount(1)
  const id = (await row.getAttribute('data-visitor')) ?? ''

  await row.getByRole('button', { name: /^Hand out|^Export/ }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button').last().click()
  await expect(dialog.getByText('Give a reason')).toBeVisible()
  await dialog.getByRole('textbox').fill('At their request')
  const download = page.waitForEvent('download')
  await dialog.getByRole('button').last().click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain(name)
  await expect(dialog).toHaveCount(0)

  await row.getByRole('button', { name: /^Erase/ }).click()
  await dialog.getByRole('textbox').fill('At their request')
  await dialog.getByRole('button').last().click()
  await expect(page.getByRole('status').filter({ hasText: /receipt/i })).toBeVisible()
  await expect(page.locator('main')).not.toContainText(name)

  await open(page, `/admin/audit?entity=${encodeURIComponent(id)}`)
  await expect(page.locator('[data-action="visitor.erase"]')).toBeVisible()
  await expect(page.locator('[data-action="visitor.export"]')).toBeVisible()
})
