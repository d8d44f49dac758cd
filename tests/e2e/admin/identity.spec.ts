import { expect, signIn, test } from '../fixtures'
import { openGate } from './gate-screen'
import { inviteHere } from './other-organization'

test('where identities are checked, a scan asks for the document and admits only when it is confirmed', async ({ page, demo }) => {
  await signIn(page, demo.otherOrganization.users.orgAdmin)
  const name = `Identity ${crypto.randomUUID().slice(0, 8)}`
  const { code, gateId } = await inviteHere(page, name)
  const gate = await openGate(page, gateId)

  await gate.wedge(code)
  await gate.shows('incomplete', 'Check first', `identity document of ${name}`)
  await gate.wedge(code)
  await gate.shows('incomplete')
  await page.keyboard.press('Escape')
  await expect(gate.verdict).toHaveCount(0)
  await expect(gate.recent.locator('[data-checkin]', { hasText: name }), 'a question records no scan').toHaveCount(0)

  await gate.wedge(code)
  await page.getByRole('button', { name: 'It matches, admit' }).click()
  await gate.shows('admitted', 'Admitted', name)
  await gate.wedge(code)
  await gate.shows('denied', name)
})
