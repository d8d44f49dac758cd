import { expect, open, signIn, test } from './fixtures'

test('a visitor of a protected page is asked to sign in and comes back to it', async ({ page, demo }) => {
  await open(page, '/host/visits')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.locator('input[type=email]').fill(demo.users.host.email)
  await page.locator('input[type=password]').fill(demo.users.host.password)
  await page.locator('button[type=submit]').click()
  await expect(page).toHaveURL(/\/host\/visits$/)
})

test('the session cookie is out of reach of scripts', async ({ page }) => {
  await signIn(page, 'host')
  const session = (await page.context().cookies()).find(({ name }) => name === 'gc_session')
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
})

test('an invited guest has a pass that the gate admits once', async ({ api }) => {
  const guest = await api.invite()
  expect(guest.code).toMatch(/^GC1:/)
  expect(await api.scan(guest.code)).toBe('ScanAdmitted')
  expect(await api.scan(guest.code)).toBe('ScanDenied')
})

test('an unknown page says so with its status', async ({ page }) => {
  const response = await open(page, '/no-such-page')
  expect(response?.status()).toBe(404)
})
