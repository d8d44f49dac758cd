import type { Route } from '@playwright/test'
import { expect, open, screenshot, signIn, test } from '../fixtures'
import { onRussianLayout, openGate, scansOf, shortCodeOf } from './gate-screen'

test('a typed code admits once, is denied the second time, and the way out is never denied', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  const guest = await api.invite()
  const code = await shortCodeOf(api, guest.visitPassId)
  const gate = await openGate(page, demo.gates[0]!.id)

  await gate.field.pressSequentially(code)
  await expect(gate.field).toHaveValue(`${code.slice(0, 5)}-${code.slice(5)}`)
  await gate.field.press('Enter')
  await gate.shows('admitted', 'Admitted', guest.visitorName)
  await expect(gate.recent.locator('[data-result=ADMITTED]').first()).toContainText(guest.visitorName)
  await screenshot(page, 'gate-admitted')

  await gate.type(code.toLowerCase())
  await gate.shows('denied', 'Do not admit', guest.visitorName, 'already')
  await expect(page.getByRole('button', { name: 'Let in anyway' }), 'an operator may not override').toHaveCount(0)

  await page.keyboard.press('F9')
  await expect(page).toHaveURL(/direction=EXIT/)
  await gate.type(code)
  await gate.shows('admitted', 'Checked out', guest.visitorName)
  await page.keyboard.press('Escape')
  await expect(gate.verdict).toHaveCount(0)
  expect((await scansOf(api, guest.visitPassId)).map(({ result, direction }) => `${direction} ${result}`)).toEqual([
    'ENTRY ADMITTED',
    'ENTRY DENIED',
    'EXIT ADMITTED',
  ])
})

for (const [layout, typed] of [
  ['Latin', (code: string) => code],
  ['Russian', onRussianLayout],
] as const) {
  test(`a scanner that types through the ${layout} layout is read wherever the focus is`, async ({ page, api, demo }) => {
    await signIn(page, 'operator')
    const [first, second] = [await api.invite(), await api.invite()]
    const gate = await openGate(page, demo.gates[0]!.id)

    // The code has spaces and ends in Enter: both would press a button that has the focus.
    await page.getByRole('button', { name: 'Exit' }).focus()
    await gate.wedge(typed(first.code))
    await gate.shows('admitted', first.visitorName)
    await expect(page).not.toHaveURL(/direction=EXIT/)

    await gate.field.focus()
    await page.keyboard.insertText(typed(second.code))
    await page.keyboard.press('Enter')
    await gate.shows('admitted', second.visitorName)
    await expect(gate.field).toHaveValue('')
  })
}

test('an unknown code is denied in words, recorded, and offers no override', async ({ page, demo }) => {
  await signIn(page, 'securityOfficer')
  const gate = await openGate(page, demo.gates[2]!.id)
  await gate.type('ABCDE-12345')
  await gate.shows('denied', 'Do not admit', 'typing mistake')
  await expect(gate.recent.locator('[data-result=DENIED]').first()).toContainText('The code is not known')
  await expect(page.getByRole('button', { name: 'Let in anyway' })).toHaveCount(0)
})

test('scans that come while one is in flight wait their turn, each under a nonce of its own', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  const guests = [await api.invite(), await api.invite(), await api.invite()]
  const gate = await openGate(page, demo.gates[0]!.id)
  for (const guest of guests) await gate.wedge(guest.code)
  for (const guest of guests) await gate.shows('admitted', guest.visitorName)
  for (const guest of guests) expect(await scansOf(api, guest.visitPassId)).toEqual([{ result: 'ADMITTED', direction: 'ENTRY' }])
})

test('without an answer nobody is admitted; the same scan is asked again and counts once', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  const guest = await api.invite()
  const gate = await openGate(page, demo.gates[0]!.id)
  const nonces: string[] = []
  let isCut = true
  // The server decides, its answer is lost on the way: the worst case.
  await page.route('**/graphql', async (route: Route) => {
    const { operationName, variables } = route.request().postDataJSON() as {
      operationName: string
      variables: { input: { nonce: string } }
    }
    if (operationName !== 'ScanPass') return route.continue()
    nonces.push(variables.input.nonce)
    if (!isCut) return route.continue()
    await route.fetch()
    return route.abort()
  })
  await gate.wedge(guest.code)
  await gate.shows('silent', 'No answer', 'not admitted')
  isCut = false
  await gate.shows('admitted', guest.visitorName)
  expect(new Set(nonces).size).toBe(1)
  expect(nonces.length).toBeGreaterThan(1)
  expect(await scansOf(api, guest.visitPassId)).toEqual([{ result: 'ADMITTED', direction: 'ENTRY' }])
})

test('where the arm did not turn the scan is withdrawn and the pass admits again', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  const guest = await api.invite()
  const gate = await openGate(page, demo.gates[0]!.id)
  await gate.wedge(guest.code)
  await gate.shows('admitted', guest.visitorName)
  const mine = gate.recent.locator('li', { hasText: guest.visitorName }).first()
  await mine.getByRole('button', { name: 'The arm did not turn' }).click()
  await mine.getByRole('button', { name: 'Withdraw' }).click()
  await expect(mine.locator('[data-result=ANNULLED]')).toBeVisible()
  await gate.wedge(guest.code)
  await gate.shows('admitted', guest.visitorName)
})

test('a browser without a camera says so and offers typing', async ({ page, demo }) => {
  await signIn(page, 'operator')
  await openGate(page, demo.gates[0]!.id)
  await page.getByRole('button', { name: 'Turn on the camera' }).click()
  await expect(page.locator('[data-camera=absent], [data-camera=refused]')).toContainText('type the code')
})

test('a gate of another organization does not exist', async ({ page, demo }) => {
  await signIn(page, demo.otherOrganization.users.orgAdmin)
  const response = await open(page, `/admin/gates/${demo.gates[0]!.id}`)
  expect(response?.status()).toBe(404)
})
