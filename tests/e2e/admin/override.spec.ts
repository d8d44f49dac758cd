import { expect, open, signIn, test } from '../fixtures'
import { openGate } from './gate-screen'

test('who is denied is let in with a reason, and the audit log has it', async ({ page, api, demo }) => {
  await signIn(page, 'securityOfficer')
  const guest = await api.invite()
  expect(await api.scan(guest.code)).toBe('ScanAdmitted')
  const gate = await openGate(page, demo.gates[0]!.id)
  await gate.wedge(guest.code)
  await gate.shows('denied', guest.visitorName)

  await page.getByRole('button', { name: 'Let in anyway' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Let in', exact: true }).click()
  await expect(dialog, 'a reason is asked for').toContainText('Give a reason')
  const reason = `Stepped out, ${guest.visitorName}`
  await dialog.getByRole('textbox').fill(reason)
  await dialog.getByRole('button', { name: 'Let in', exact: true }).click()

  await gate.shows('admitted', 'Let in by decision', guest.visitorName)
  await expect(gate.recent).toContainText(reason)
  await open(page, '/admin/audit?action=scan.override')
  await expect(page.locator('[data-action="scan.override"]', { hasText: reason })).toHaveCount(1)
})

test('a pass is revoked with a reason and the next scan is denied', async ({ page, api }) => {
  await signIn(page, 'operator')
  const guest = await api.invite()
  await open(page, '/admin/passes?status=ACTIVE')
  const row = page.locator(`[data-pass="${guest.visitPassId}"]`)
  await row.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Visit moved')
  await page.getByRole('dialog').locator('button[type=submit]').click()
  await expect(row, 'it is no longer among the active ones').toHaveCount(0)
  expect(await api.scan(guest.code)).toBe('ScanDenied')
  await open(page, '/admin/passes?status=REVOKED')
  await expect(page.locator(`[data-pass="${guest.visitPassId}"]`)).toContainText('Visit moved')
})
