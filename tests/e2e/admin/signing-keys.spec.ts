import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

test('a new key of passes waits until gates know it, and is withdrawn for a reason', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/settings')
  const keys = page.getByRole('region', { name: 'Keys of passes' })
  await expect(keys.locator('[data-key]').getByText('signs', { exact: true })).toHaveCount(1)
  await keys.getByRole('button', { name: 'Replace the key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Replace the key' }).click()
  await expect(keys.getByRole('status')).toContainText('A new key was made.')
  const waiting = keys.locator('[data-key]', { hasText: 'signs soon' })
  await expect(waiting).toHaveCount(1)
  const id = (await waiting.getAttribute('data-key')) ?? ''

  await keys.getByRole('button', { name: 'Replace the key' }).click()
  await dialog.getByRole('button', { name: 'Replace the key' }).click()
  await expect(dialog.getByRole('alert')).toContainText('A new key was made already')
  await page.keyboard.press('Escape')

  await waiting.getByRole('button', { name: `Revoke the key ${id}` }).click()
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(dialog.getByText('Give a reason: it stays in the audit log.')).toBeVisible()
  await dialog.getByRole('textbox').fill('Made by mistake')
  await screenshot(page, 'signing-keys')
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(keys.locator(`[data-key="${id}"]`)).toContainText('revoked')
  await expect(keys.locator(`[data-key="${id}"]`).getByRole('button')).toHaveCount(0)
})
