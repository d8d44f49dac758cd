import { expect, open, reload, screenshot, signIn, test, useLanguage } from '../fixtures'
import { openGate, shortCodeOf } from './gate-screen'

test('a scanner is enrolled by its QR’s address, scans, is revoked and enrolled again by typing', async ({ page, browser, demo, api }) => {
  const name = `Tablet ${crypto.randomUUID().slice(0, 8)}`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/devices')
  await page.getByRole('button', { name: 'Add a device' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Get the code' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Get the code' }).click()
  await expect(dialog.getByRole('img', { name: 'QR code that enrols the scanner' })).toBeVisible()
  const code = (await dialog.locator('[data-enrolment-code]').textContent()) ?? ''
  await screenshot(page, 'device-enrolment')

  const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 820, height: 1180 } })
  const tablet = await context.newPage()
  await useLanguage(tablet, 'en')
  await open(tablet, `/enrol#${code}`)
  await expect(tablet.getByLabel('Enrolment code')).toHaveValue(code)
  await tablet.getByRole('button', { name: 'Enrol this device' }).click()
  await expect(tablet).toHaveURL(/\/admin\/gates\//)
  const cookie = (await context.cookies()).find((one) => one.name === 'gc_device')
  expect([cookie?.httpOnly, cookie?.value.startsWith('gcd_')]).toEqual([true, true])
  await expect(dialog.locator('[data-enrolled]')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()

  const guest = await api.invite()
  const gate = await openGate(tablet, new URL(tablet.url()).pathname.split('/').at(-1) ?? '')
  await gate.type(await shortCodeOf(api, guest.visitPassId))
  await gate.shows('admitted', 'Admitted', guest.visitorName)
  await expect(gate.recent.locator('[data-result=ADMITTED]')).toContainText(guest.visitorName)

  const row = page.locator(`[data-device="${name}"]`)
  await expect(row).toContainText('Enrolled')
  await row.getByRole('button', { name: /^Rename/ }).click()
  await dialog.getByLabel('Name').fill(`${name} A`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  const renamed = page.locator(`[data-device="${name} A"]`)
  await renamed.getByRole('button', { name: /^Revoke/ }).click()
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByText('is revoked.')).toBeVisible()
  await reload(tablet)
  await expect(tablet).toHaveURL(/sign-in/)

  await renamed.getByRole('button', { name: /^Enrol/ }).click()
  const again = (await dialog.locator('[data-enrolment-code]').textContent()) ?? ''
  await open(tablet, '/enrol')
  await tablet.getByLabel('Enrolment code').fill(code)
  await tablet.getByRole('button', { name: 'Enrol this device' }).click()
  await expect(tablet.getByRole('alert')).toContainText('The code does not work')
  await tablet.getByLabel('Enrolment code').fill(again.toLowerCase().replaceAll('-', ''))
  await tablet.getByRole('button', { name: 'Enrol this device' }).click()
  await expect(tablet).toHaveURL(/\/admin\/gates\//)
  await context.close()
})

test('scanners are found by name and gate, and are for administrators', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/devices?search=nothing-has-this-name')
  await expect(page.getByText('No scanners were found')).toBeVisible()
  await page.getByRole('link', { name: 'Clear filters' }).first().click()
  await expect(page.locator('[data-device]').first()).toBeVisible()
  await signIn(page, 'operator')
  await open(page, '/admin/devices')
  await expect(page.getByText('You may not manage scanners')).toBeVisible()
})

const addDocument = `mutation ($input: AddDeviceInput!) { result: addDevice(input: $input) { ... on AddDeviceSuccess { enrolment { code } } } }`
const enrolDocument = `mutation ($input: EnrolDeviceInput!) { result: enrolDevice(input: $input) { ... on EnrolDeviceSuccess { token } } }`
const reportDocument = `mutation ($input: ReportDeviceInput!) { result: reportDevice(input: $input) { ... on ReportDeviceSuccess { isLocked } } }`
const scanDocument = `mutation ($input: ScanPassInput!) { result: scanPass(input: $input) { __typename } }`

test('a scanner says how it is, is missed when it is silent, and scans nothing while it is locked', async ({ page, demo, api }) => {
  const name = `Terminal ${crypto.randomUUID().slice(0, 8)}`
  const gateId = demo.gates[0]?.id ?? ''
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  const variables = { input: { name, gateId, mayAdmit: true, mayCheckOut: true } }
  const added = await page.request.post(demo.graphql, { data: { query: addDocument, variables } })
  const { data } = (await added.json()) as { data: { result: { enrolment: { code: string } } } }
  const enrolled = await api.graphql<{ result: { token: string } }>(
    enrolDocument,
    { input: { enrolmentCode: data.result.enrolment.code } },
    '',
  )
  const { token } = enrolled.result
  const scan = async (code: string) => {
    const input = { code, gateId, direction: 'ENTRY', nonce: crypto.randomUUID() }
    return (await api.graphql<{ result: { __typename: string } }>(scanDocument, { input }, token)).result.__typename
  }
  await api.graphql(reportDocument, { input: { batteryPercent: 41, isCharging: true, appVersion: '1.4.0', pendingScans: 2 } }, token)

  await open(page, `/admin/devices?search=${encodeURIComponent(name)}`)
  const row = page.locator(`[data-device="${name}"]`)
  for (const words of ['Battery 41%, charging', 'Version 1.4.0', 'Not sent yet: 2', 'Last report']) await expect(row).toContainText(words)
  await expect(row.locator('[data-silent]')).toHaveCount(0)
  await row.getByRole('button', { name: /^Lock/ }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Left in a taxi')
  await dialog.getByRole('button', { name: 'Lock', exact: true }).press('Enter')
  await expect(row).toContainText('Locked: Left in a taxi')
  const guest = await api.invite()
  expect(await scan(guest.code)).toBe('ValidationFailed')
  await row.getByRole('button', { name: /^Unlock/ }).press('Enter')
  await dialog.getByRole('button', { name: 'Unlock', exact: true }).press('Enter')
  await expect(row.getByRole('button', { name: /^Lock/ })).toBeVisible()
  expect(await scan(guest.code)).toBe('ScanAdmitted')

  await page.clock.setFixedTime(Date.now() + 5 * 60_000)
  await reload(page)
  await expect(row.locator('[data-silent]')).toContainText('Silent for 5 min')
})
