import type { Browser, Page } from '@playwright/test'
import type { Demo } from '../../integration/built-server'
import { noBarriersNow } from '../barriers'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { onRussianLayout, shortCodeOf, wedgeInto } from './gate-screen'

/** A tablet in the lobby, enrolled as a kiosk by its code. */
async function hang(page: Page, browser: Browser, demo: Demo): Promise<{ kiosk: Page; name: string }> {
  const name = `Lobby ${crypto.randomUUID().slice(0, 8)}`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/devices')
  await page.getByRole('button', { name: 'Add a device' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('What it is for').selectOption({ label: 'Kiosk at a reception' })
  await dialog.getByRole('button', { name: 'Get the code' }).click()
  const code = (await dialog.locator('[data-enrolment-code]').textContent()) ?? ''
  const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 820, height: 1180 } })
  const kiosk = await context.newPage()
  await useLanguage(kiosk, 'en')
  await open(kiosk, `/enrol#${code}`)
  await kiosk.getByRole('button', { name: 'Enrol this device' }).click()
  await expect(kiosk).toHaveURL(/\/kiosk$/)
  await expect(kiosk.getByRole('heading', { name: /^Welcome to/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.locator(`[data-device="${name}"]`)).toContainText('Kiosk')
  return { kiosk, name }
}

const openPageDocument = 'mutation ($input: SetWalkInPageInput!) { setWalkInPage(input: $input) { __typename } }'
const letRegister = async (page: Page, demo: Demo, isOpen: boolean) => {
  const data = { query: openPageDocument, variables: { input: { siteId: demo.site.id, isOpen } } }
  await page.request.post(demo.graphql, { data, headers: { 'apollo-require-preflight': '1' } })
}

test('an invited guest types their code, their host is told, and the next one sees nothing of it', async ({ page, browser, demo, api }) => {
  const { kiosk } = await hang(page, browser, demo)
  const guest = await api.invite()
  await noBarriersNow(kiosk)
  await screenshot(kiosk, 'kiosk-start')
  await kiosk.getByRole('button', { name: /^I am invited/ }).click()
  await expect(kiosk.getByRole('heading', { name: 'Show your code' })).toBeFocused()
  const field = kiosk.getByLabel('Short code or scanner input')
  await field.fill('ABCDE-12345')
  await field.press('Enter')
  await expect(kiosk.getByRole('alert')).toContainText('We do not know this code')
  await noBarriersNow(kiosk)
  await screenshot(kiosk, 'kiosk-code')
  await field.fill(await shortCodeOf(api, guest.visitPassId))
  await field.press('Enter')
  await expect(kiosk.getByRole('heading', { name: 'You are announced' })).toBeVisible()
  await expect(kiosk.locator('[data-kiosk]')).toContainText('knows that you are here')
  // A finger rests on nothing.
  await kiosk.mouse.move(0, 0)
  expect(await kiosk.locator('body').innerText()).not.toContain(guest.visitorName)
  await noBarriersNow(kiosk)
  await screenshot(kiosk, 'kiosk-announced')
  await kiosk.getByRole('button', { name: 'Done' }).click()
  await expect(kiosk.locator('[data-kiosk]')).toHaveAttribute('data-step', 'start')
  await kiosk.goBack().catch(() => undefined)
  await open(kiosk, '/kiosk')
  await expect(kiosk.locator('[data-kiosk]')).toHaveAttribute('data-step', 'start')
  // The pass opened nothing: the gate still lets its guest in.
  expect(await api.scan(guest.code)).toBe('ScanAdmitted')
  await kiosk.context().close()
})

test('a scanner that types on a Russian layout is read wherever the focus is', async ({ page, browser, demo, api }) => {
  const { kiosk } = await hang(page, browser, demo)
  const guest = await api.invite()
  await kiosk.getByRole('button', { name: /^I am invited/ }).click()
  await wedgeInto(kiosk, onRussianLayout(guest.code))
  await expect(kiosk.getByRole('heading', { name: 'You are announced' })).toBeVisible()
  await kiosk.context().close()
})

test('a guest without an invitation is asked for; left alone, the kiosk forgets what they typed', async ({ page, browser, demo }) => {
  await signIn(page, 'orgAdmin')
  await letRegister(page, demo, true)
  const { kiosk } = await hang(page, browser, demo)
  await kiosk.clock.install()
  await open(kiosk, '/kiosk')
  await kiosk.getByRole('button', { name: /^I have no invitation/ }).click()
  await kiosk.getByLabel('Your full name').fill('Irina Volkova')
  await screenshot(kiosk, 'kiosk-form')
  await kiosk.clock.runFor(50_000)
  await expect(kiosk.getByRole('dialog')).toContainText('Are you still there?')
  await screenshot(kiosk, 'kiosk-idle')
  // Frames stand still while the clock is ours: a click would wait for the next one.
  await kiosk.getByRole('button', { name: 'I am still here' }).dispatchEvent('click')
  await expect(kiosk.getByRole('dialog')).toBeHidden()
  await expect(kiosk.getByLabel('Your full name')).toHaveValue('Irina Volkova')
  await Promise.all([kiosk.waitForEvent('load'), kiosk.clock.runFor(61_000)])
  await expect(kiosk.locator('[data-kiosk]')).toHaveAttribute('data-step', 'start')
  await open(kiosk, '/kiosk')
  await kiosk.getByRole('button', { name: /^I have no invitation/ }).click()
  await expect(kiosk.getByLabel('Your full name')).toHaveValue('')

  const name = `Guest ${crypto.randomUUID().slice(0, 8)}`
  await kiosk.getByLabel('Your full name').fill(name)
  await kiosk.getByLabel('Whom you want to see').fill('Nobody At All')
  await kiosk.getByRole('button', { name: 'Ask to be received' }).click()
  await expect(kiosk.getByText('We did not find exactly one person')).toBeVisible()
  await kiosk.getByLabel('Whom you want to see').fill(demo.users.host.email)
  await kiosk.getByRole('button', { name: 'Ask to be received' }).click()
  await expect(kiosk.getByRole('heading', { name: 'Your host was asked' })).toBeVisible()
  await expect(kiosk.getByRole('img', { name: 'QR code of the page on which you wait' })).toBeVisible()
  expect(await kiosk.locator('body').innerText()).not.toContain(name)
  await noBarriersNow(kiosk)
  await screenshot(kiosk, 'kiosk-asked')
  await letRegister(page, demo, false)
  await kiosk.context().close()
})

test('a kiosk says that its network is away, that it is locked, and that it is none any more', async ({ page, browser, demo }) => {
  const { kiosk, name } = await hang(page, browser, demo)
  await kiosk.getByRole('button', { name: /^I am invited/ }).click()
  await kiosk.context().setOffline(true)
  await expect(kiosk.getByRole('heading', { name: 'No connection' })).toBeVisible()
  await noBarriersNow(kiosk)
  await screenshot(kiosk, 'kiosk-away')
  await kiosk.context().setOffline(false)
  await expect(kiosk.getByRole('heading', { name: /^Welcome to/ })).toBeVisible()

  const row = page.locator(`[data-device="${name}"]`)
  const dialog = page.getByRole('dialog')
  await row.getByRole('button', { name: /^Lock/ }).click()
  await dialog.getByRole('textbox').fill('Somebody plays with it')
  await dialog.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(kiosk.getByRole('heading', { name: 'This kiosk is locked' })).toBeVisible({ timeout: 15_000 })
  await noBarriersNow(kiosk)
  await screenshot(kiosk, 'kiosk-locked')
  await row.getByRole('button', { name: /^Revoke/ }).click()
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(kiosk.getByRole('heading', { name: 'This browser is no kiosk' })).toBeVisible({ timeout: 15_000 })
  await expect(kiosk.locator('a[href="/enrol"]')).toHaveCount(0)
  await kiosk.context().close()
})

test('a kiosk whose network goes while a guest reads another language stays a kiosk, and greets in its own later', async ({
  page,
  browser,
  demo,
}) => {
  const { kiosk } = await hang(page, browser, demo)
  await kiosk.clock.install()
  await open(kiosk, '/kiosk')
  // Frames stand still while the clock is ours: a click would wait for the next one.
  await kiosk.locator('[data-kiosk] [lang=ru]').dispatchEvent('click')
  await expect(kiosk.getByRole('heading', { name: /^Добро пожаловать/ })).toBeVisible()
  await kiosk.context().setOffline(true)
  await expect(kiosk.getByRole('heading', { name: 'Нет связи' })).toBeVisible()
  await kiosk.clock.runFor(70_000)
  await expect(kiosk.getByRole('heading', { name: 'Нет связи' })).toBeVisible()
  await kiosk.context().setOffline(false)
  await expect(kiosk.getByRole('heading', { name: /^Добро пожаловать/ })).toBeVisible()
  await Promise.all([kiosk.waitForEvent('load'), kiosk.clock.runFor(61_000)])
  await expect(kiosk.getByRole('heading', { name: /^Welcome to/ })).toBeVisible()
  await kiosk.context().close()
})

test('a kiosk without a camera says so, and its fields and buttons are large enough for a finger', async ({ page, browser, demo }) => {
  await signIn(page, 'orgAdmin')
  await letRegister(page, demo, true)
  const { kiosk } = await hang(page, browser, demo)
  const lowest = () =>
    kiosk
      .locator('[data-kiosk] :is(button, input)')
      .evaluateAll((all) => Math.min(...all.map((each) => each.getBoundingClientRect().height)))
  await open(kiosk, '/kiosk')
  expect(await lowest()).toBeGreaterThanOrEqual(44)
  await kiosk.getByRole('button', { name: /^I am invited/ }).click()
  await kiosk.getByRole('button', { name: 'Turn on the camera' }).click()
  await expect(kiosk.locator('[data-camera=absent], [data-camera=refused]')).toContainText('type the code')
  expect(await lowest()).toBeGreaterThanOrEqual(44)
  await open(kiosk, '/kiosk')
  await kiosk.getByRole('button', { name: /^I have no invitation/ }).click()
  expect(await lowest()).toBeGreaterThanOrEqual(44)
  await letRegister(page, demo, false)
  await kiosk.context().close()
})
