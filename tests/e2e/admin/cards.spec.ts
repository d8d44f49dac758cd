import { randomInt } from 'node:crypto'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { openGate } from './gate-screen'

test('a guest is given a card, a gate that reads cards knows them by it, and it comes back', async ({ page, api, demo }) => {
  const gate = demo.gates[2]!
  const number = String(randomInt(10 ** 9, 10 ** 10))
  const guest = await api.invite()
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/access-rules')
  const reads = page.getByRole('checkbox', { name: `Cards: ${gate.name}` })
  await reads.check()
  await expect(page.getByText(`Saved: ${gate.name}`)).toBeVisible()

  await open(page, '/admin/passes?status=ACTIVE')
  await page
    .locator(`[data-pass="${guest.visitPassId}"]`)
    .getByRole('button', { name: /^Cards of/ })
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('textbox'), 'nothing is wrong yet').not.toHaveAttribute('aria-invalid', 'true')
  await dialog.getByRole('textbox').fill('Anna')
  await dialog.getByRole('button', { name: 'Give the card' }).click()
  await expect(dialog.getByText('A card has 4 to 32 digits')).toBeVisible()
  await dialog.getByRole('textbox').fill(number)
  await dialog.getByRole('textbox').press('Enter')
  await expect(dialog.locator(`[data-card="${number}"]`)).toBeVisible()
  await screenshot(page, 'pass-cards')

  const screen = await openGate(page, gate.id)
  await screen.wedge(number)
  await screen.shows('admitted', guest.visitorName)

  await open(page, `/admin/passes?presence=INSIDE`)
  await page
    .locator(`[data-pass="${guest.visitPassId}"]`)
    .getByRole('button', { name: /^Cards of/ })
    .click()
  await dialog.getByRole('button', { name: `Take back the card ${number}` }).click()
  await expect(dialog.locator(`[data-card="${number}"]`)).toHaveCount(0)
  await page.keyboard.press('Escape')

  await open(page, '/admin/access-rules')
  await reads.uncheck()
  await expect(page.getByText(`Saved: ${gate.name}`)).toBeVisible()
})
