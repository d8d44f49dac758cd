import { AxeBuilder } from '@axe-core/playwright'
import { qrPath } from '../../../shared/credentials/qr-path'
import { expect, screenshot, test } from '../fixtures'

const revokeDocument = `mutation ($id: ID!) { revokeVisitPass(input: { visitPassId: $id, reason: "test" }) { __typename } }`

test.describe('an invited guest', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })

  test('opens a pass with everything needed at the gate, without a script', async ({ page, api }) => {
    const guest = await api.invite({ title: 'Interview', minutes: 90 })
    const response = await page.goto(guest.invitePath)
    expect(response?.status()).toBe(200)
    expect(response?.headers()).toMatchObject({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
    })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(guest.visitorName)
    await expect(page.getByRole('heading', { level: 2, name: 'Pass is valid' })).toBeVisible()
    await expect(page.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)).toBeVisible()
    const qr = page.getByRole('img', { name: 'QR code of the pass' })
    await expect(qr.locator('path')).toHaveAttribute('d', qrPath(guest.code).path)
    const box = await qr.boundingBox()
    expect(box?.width).toBeGreaterThanOrEqual(240)
    expect((box?.y ?? 0) + (box?.height ?? 0), 'the code is on the first screen of a phone').toBeLessThan(844)
    await screenshot(page, 'guest-pass')
  })

  test('reads it in the language of the invite and in the other', async ({ page, api }) => {
    const guest = await api.invite({ locale: 'RU' })
    await page.goto(guest.invitePath)
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
    await expect(page).toHaveTitle(/^Пропуск гостя · /)
    await page.getByRole('link', { name: 'English' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page).toHaveTitle(/^Visitor pass · /)
  })

  test('tells chats and histories no name', async ({ page, api }) => {
    const guest = await api.invite()
    await page.goto(guest.invitePath)
    const head = await page.locator('head').innerHTML()
    expect(head).toContain('og:title')
    expect(head).not.toContain(guest.visitorName)
    await expect(page.locator('script[src]')).toHaveCount(0)
  })

  test('takes the visit into the calendar without being named in it', async ({ api, page, demo }) => {
    const guest = await api.invite({ title: 'Interview' })
    await page.goto(guest.invitePath)
    const link = await page.getByRole('link', { name: 'Add to calendar' }).getAttribute('href')
    const response = await fetch(new URL(link ?? '', demo.url))
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const file = await response.text()
    expect(file).toContain('METHOD:PUBLISH')
    expect(file).toContain('SUMMARY:Interview')
    expect(file).not.toContain(guest.visitorName)
  })

  test('keeps the code while inside and is thanked afterwards', async ({ page, api }) => {
    const guest = await api.invite()
    expect(await api.scan(guest.code)).toBe('ScanAdmitted')
    await page.goto(guest.invitePath)
    await expect(page.getByRole('heading', { name: 'You are checked in' })).toBeVisible()
    await expect(page.getByRole('img', { name: 'QR code of the pass' })).toBeVisible()
    expect(await api.scan(guest.code, 'EXIT')).toBe('ScanAdmitted')
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Thank you for your visit' })).toBeVisible()
    await expect(page.getByRole('img', { name: 'QR code of the pass' })).toHaveCount(0)
  })

  test('sees at once that the pass was withdrawn', async ({ page, api }) => {
    const guest = await api.invite()
    await api.graphql(revokeDocument, { id: guest.visitPassId })
    await page.goto(guest.invitePath)
    await expect(page.getByRole('heading', { name: 'This pass was withdrawn' })).toBeVisible()
    await expect(page.getByRole('img', { name: 'QR code of the pass' })).toHaveCount(0)
  })

  test('may have any name at all', async ({ page, api }) => {
    const name = `<b>O'Neil & "Söhne"</b> 😀 ${'مرحبا'.repeat(8)} ${'x'.repeat(60)}`
    const guest = await api.invite({ name })
    await page.goto(guest.invitePath)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
    const { scroll, client } = await page
      .locator('html')
      .evaluate(({ scrollWidth, clientWidth }) => ({ scroll: scrollWidth, client: clientWidth }))
    expect(scroll).toBe(client)
  })
})

test.describe('a link that is not one of ours', () => {
  const wrong = ['x', 'A'.repeat(43), '%00', `${'A'.repeat(5_000)}`, '..%2f..%2fetc', '<script>']

  test('always gets the same friendly page', async ({ page, api }) => {
    const guest = await api.invite()
    const forged = `${guest.token.slice(0, -1)}${guest.token.endsWith('A') ? 'Q' : 'A'}`
    for (const token of [...wrong, forged]) {
      const response = await page.goto(`/i/${token}`)
      expect(response?.status(), token).toBe(404)
      await expect(page.getByRole('heading', { level: 1, name: 'This link does not work' }), token).toBeVisible()
    }
  })

  test('has no calendar file', async ({ request }) => {
    expect((await request.get(`/i/${'A'.repeat(43)}/visit.ics`)).status()).toBe(404)
  })

  test('takes no other method', async ({ request }) => {
    expect((await request.post(`/i/${'A'.repeat(43)}`)).status()).toBe(405)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const language of ['ru', 'en'] as const) {
    // Axe itself is a script, which the page's policy would refuse.
    test.describe(`the pass in ${colorScheme}, ${language}`, () => {
      test.use({ colorScheme, bypassCSP: true })

      test('is accessible', async ({ page, api }) => {
        const guest = await api.invite({ title: 'Interview' })
        await page.goto(`${guest.invitePath}?lang=${language}`)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
      })
    })
  }
}

test('the page is small and whole: nothing but the logo is asked for', async ({ page, api, demo }) => {
  const guest = await api.invite()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const refused: string[] = []
  page.on('console', (message) => refused.push(message.text()))
  const response = await page.goto(guest.invitePath, { waitUntil: 'networkidle' })
  expect((await response?.body())?.length).toBeLessThan(30_000)
  expect(
    asked.filter((path) => path !== guest.invitePath && !['/favicon.svg', '/pass-worker.js'].includes(path) && !path.startsWith('/brand/')),
  ).toEqual([])
  expect(refused).toEqual([])
  expect(demo.url).toBe(new URL(page.url()).origin)
})
