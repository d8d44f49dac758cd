import type { Page } from '@playwright/test'
import { expect, open, signIn, test, useLanguage } from '../fixtures'
import { someGuest, weekFromNow } from './weeks'

test.use({ viewport: { width: 1280, height: 900 } })

const { week, days } = weekFromNow(4)

async function openForm(page: Page, time = '09:00/09:30'): Promise<void> {
  const [from, to] = time.split('/')
  await open(page, `/host?week=${week}&view=list&new=${days[0]}T${from}/${days[0]}T${to}`)
  await expect(page.getByRole('dialog')).toBeVisible()
}

/** How many visits of that week have this guest. */
async function visitsOf(page: Page, name: string): Promise<number> {
  const query = `query ($from: DateTime!, $to: DateTime!) { appointments(first: 100, filter: { from: $from, to: $to }) {
    edges { node { visitPasses(first: 1) { edges { node { visitor { name } } } } } } } }`
  const variables = { from: `${days[0]}T00:00:00Z`, to: `${days[6]}T23:59:00Z` }
  const response = await page.request.post('/graphql', { data: { query, variables } })
  return (await response.text()).split(`"${name}"`).length - 1
}

for (const [language, texts] of Object.entries({
  en: {
    submit: 'Send the invite',
    name: 'Enter the guest’s name',
    email: 'does not look like an e-mail',
    end: 'end must be after the start',
  },
  ru: { submit: 'Отправить приглашение', name: 'Укажите имя гостя', email: 'не похоже на адрес почты', end: 'Окончание должно быть позже' },
} as const)) {
  test(`what is wrong is said beside each field (${language})`, async ({ page }) => {
    await useLanguage(page, language === 'ru' ? 'ru' : 'en')
    await signIn(page, 'host')
    await openForm(page, '10:00/09:00')
    await page.locator('input[name=email]').fill('anna@')
    await page.getByRole('button', { name: texts.submit }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(texts.name)).toBeVisible()
    await expect(dialog.getByText(texts.email)).toBeVisible()
    await expect(dialog.getByText(texts.end)).toBeVisible()
    await expect(page.locator('input[name=name]')).toBeFocused()
    await expect(page.locator('input[name=email]')).toHaveValue('anna@')
  })
}

test.describe('in English', () => {
  test.beforeEach(async ({ page }) => useLanguage(page, 'en'))

  test('a lost connection loses nothing that was typed', async ({ page }) => {
    const name = someGuest()
    await signIn(page, 'host')
    await openForm(page)
    await page.locator('input[name=name]').fill(name)
    await page.route('**/graphql', (route) => route.abort())
    await page.getByRole('button', { name: 'Send the invite' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('cannot be reached')
    await expect(page.locator('input[name=name]')).toHaveValue(name)
    await page.unroute('**/graphql')
    await page.getByRole('button', { name: 'Send the invite' }).click()
    await expect(page.getByRole('dialog').getByRole('heading', { name })).toBeVisible()
    expect(await visitsOf(page, name)).toBe(1)
  })

  test('a pasted list of guests makes a pass for each, and says which lines name nobody', async ({ page }) => {
    const [name, other] = [someGuest(), someGuest()]
    await signIn(page, 'host')
    await openForm(page)
    await page.locator('input[name=name]').fill(name)
    await page.getByRole('button', { name: 'More guests' }).click()
    await page.getByLabel('More guests').fill(`${other}, ${other.replace(' ', '.')}@guest.example\nbob@guest.example`)
    await expect(page.getByText('Line 2 names nobody: bob@guest.example')).toBeVisible()
    await page.getByRole('button', { name: 'Send the invite' }).click()
    await expect(page.getByText('Some lines name nobody')).toBeVisible()
    await page.getByLabel('More guests').fill(`${other}, ${other.replace(' ', '.')}@guest.example`)
    await page.getByRole('button', { name: 'Send the invite' }).click()
    await expect(page.getByRole('dialog').getByRole('heading', { name })).toContainText(other)
  })

  test('a lost answer and a second try make one visit', async ({ page }) => {
    const name = someGuest()
    await signIn(page, 'host')
    await openForm(page)
    await page.locator('input[name=name]').fill(name)
    await page.route('**/graphql', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await page.getByRole('button', { name: 'Send the invite' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
    await page.unroute('**/graphql')
    await page.getByRole('button', { name: 'Send the invite' }).dblclick()
    await expect(page.getByRole('dialog').getByRole('heading', { name })).toBeVisible()
    expect(await visitsOf(page, name)).toBe(1)
  })

  test('closing asks before it throws away what was typed', async ({ page }) => {
    await signIn(page, 'host')
    await openForm(page)
    await page.locator('input[name=name]').fill('Anna')
    await page.keyboard.press('Escape')
    await expect(page.getByText('Throw away what you typed?')).toBeVisible()
    await page.getByRole('button', { name: 'Keep editing' }).click()
    await expect(page.locator('input[name=name]')).toHaveValue('Anna')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Throw away', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(page).not.toHaveURL(/new=/)
  })

  test('an operator says who receives the guest', async ({ page }) => {
    const name = someGuest()
    await signIn(page, 'operator')
    await openForm(page)
    await page.locator('input[name=name]').fill(name)
    await page.getByRole('button', { name: 'Send the invite' }).click()
    await expect(page.getByText('Say who receives the guest.')).toBeVisible()
    await page.getByRole('dialog').getByText('Choose who receives the guest').click()
    await page.getByRole('listbox').getByRole('option').first().click()
    await page.getByRole('button', { name: 'Send the invite' }).click()
    await expect(page.getByRole('dialog').getByRole('heading', { name })).toBeVisible()
    await expect(page.getByRole('dialog').getByText('No e-mail: send the link yourself')).toBeVisible({ timeout: 30_000 })
  })
})
