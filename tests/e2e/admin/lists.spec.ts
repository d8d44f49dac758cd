import { expect, open, signIn, test, useLanguage } from '../fixtures'

test('each role lands on what it may use', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, '/admin')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Today')
  await expect(page.locator('[data-count=inside]')).toBeVisible()
  await signIn(page, 'host')
  await open(page, '/admin')
  await expect(page).toHaveURL(/\/host$/)
  await signIn(page, 'developer')
  await open(page, '/admin')
  await expect(page).toHaveURL(/\/devconsole$/)
})

test('the platform administrator sees the version and whether the parts answer', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'platformAdmin')
  await open(page, '/admin')
  const { version } = (await (await page.request.get('/api/internal/version')).json()) as { version: string }
  await expect(page.getByText(version, { exact: true })).toBeVisible()
  for (const part of ['database', 'migrations', 'redis', 'worker'])
    await expect(page.locator(`[data-part=${part}]`)).toContainText('Working')
})

test('the outbox lists the mails of the demo, newest first, to download', async ({ page, api }) => {
  await signIn(page, 'orgAdmin')
  const email = `${crypto.randomUUID()}@guest.example`
  await api.invite({ email })
  const mail = page.locator('[data-mail]', { hasText: email })
  await expect(async () => {
    await open(page, '/admin/outbox')
    await expect(mail).toHaveCount(1, { timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  const response = await page.request.get((await mail.getByRole('link').getAttribute('href')) ?? '')
  expect(response.headers()['content-type']).toContain('message/rfc822')
  expect(await response.text()).toContain(email)
})

test('the passes are filtered and paged by the address', async ({ page, api }) => {
  await signIn(page, 'orgAdmin')
  const guest = await api.invite()
  await open(page, '/admin/passes')
  await page.locator('select').first().selectOption('ACTIVE')
  await expect(page).toHaveURL(/status=ACTIVE/)
  await expect(page.locator(`[data-pass="${guest.visitPassId}"]`)).toContainText(guest.visitorName)
  await open(page, '/admin/passes?presence=INSIDE&status=ACTIVE')
  await expect(page.locator('[data-pass]')).toHaveCount(0)
})
