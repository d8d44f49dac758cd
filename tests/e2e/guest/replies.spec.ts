import { AxeBuilder } from '@axe-core/playwright'
import { expect, screenshot, signIn, test, useLanguage } from '../fixtures'
import { lineOf } from '../host/weeks'

test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })

test('a guest answers without scripts; opening the page says nothing', async ({ page, api }) => {
  const guest = await api.invite({ startsIn: 60, minutes: 60 })
  const state = () =>
    api.graphql<{ node: { reply: string | null; lateMinutes: number | null; hereAt: string | null } }>(
      'query ($id: ID!) { node(id: $id) { ... on VisitPass { reply lateMinutes hereAt } } }',
      { id: guest.visitPassId },
    )
  await page.goto(guest.invitePath)
  await page.reload()
  expect((await state()).node).toEqual({ reply: null, lateMinutes: null, hereAt: null })
  await screenshot(page, 'guest-answer')
  await page.getByRole('button', { name: 'Yes, I will come' }).click()
  await expect(page.getByRole('status')).toHaveText('You have said that you will come.')
  await page.getByRole('button', { name: '20 min' }).click()
  await expect(page.getByRole('status')).toContainText('20 minutes late')
  expect((await state()).node).toMatchObject({ reply: 'CONFIRMED', lateMinutes: 20 })
  await page.getByRole('button', { name: 'I am here' }).click()
  await expect(page.getByRole('status')).toContainText('you are here')
  await screenshot(page, 'guest-here')
  await page.getByRole('button', { name: 'I cannot come' }).click()
  await expect(page.getByRole('status')).toContainText('cannot come')
  expect((await state()).node).toEqual({ reply: 'DECLINED', lateMinutes: null, hereAt: null })
})

for (const language of ['ru', 'en'] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(`${language}, ${colorScheme}`, () => {
      test.use({ colorScheme, javaScriptEnabled: true })

      test('what a guest can say is there for everybody', async ({ page, api }) => {
        const guest = await api.invite({ startsIn: 60, minutes: 60 })
        await page.goto(`${guest.invitePath}?lang=${language}`)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
        await page.locator('.answer .hint').scrollIntoViewIfNeeded()
        await screenshot(page, `guest-answer-${language}-${colorScheme}`)
      })
    })

test('a form of another page changes nothing', async ({ api, page }) => {
  const guest = await api.invite({ startsIn: 60, minutes: 60 })
  await page.goto(guest.invitePath)
  const answer = await page.request.post(`${guest.invitePath}/reply`, { form: { said: 'DECLINED', form: 'x' } })
  expect(answer.status()).toBe(403)
})

test.describe('the host', () => {
  test.use({ javaScriptEnabled: true, viewport: { width: 1280, height: 800 } })

  test('sees the answer without a reload', async ({ page, api, browser, baseURL }) => {
    const guest = await api.invite({ startsIn: 5, minutes: 60 })
    await useLanguage(page, 'en')
    await signIn(page, 'host')
    const line = await lineOf(page, guest.appointmentId)
    await expect(line.locator('[data-state=sent]')).toBeVisible({ timeout: 20_000 })
    const phone = await browser.newPage({ baseURL: baseURL ?? '' })
    await phone.goto(guest.invitePath)
    await phone.getByRole('button', { name: '10 min' }).click()
    await expect(line.locator('[data-state=late]')).toBeVisible()
    await phone.close()
  })
})
