import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, open, signIn, test, useLanguage } from '../fixtures'

/** Letters that no other run has, so that its names are nobody else's. */
const mark = () =>
  Array.from(crypto.randomUUID().replaceAll('-', '').slice(0, 6), (digit) => 'бвгдклмнпрстфхцш'[Number.parseInt(digit, 16)] ?? '').join('')

async function check(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [id, nodes[0]?.html]),
  ).toEqual([])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide, 'nothing is wider than the screen').toBe(0)
}

const reason = (page: Page, text: string) => page.locator('dialog[open] textarea[name=reason]').fill(text)

test('somebody of the list is invited: both are seen side by side, and a decision lets the pass go on', async ({ page, api }) => {
  const name = `Щукин${mark()} Юрий`
  await useLanguage(page, 'ru')
  await signIn(page, 'securityOfficer')
  await open(page, '/admin/watchlist?tab=entries')
  await check(page)
  await page.getByRole('button', { name: 'Добавить', exact: true }).click()
  const form = page.locator('[data-entry-form]')
  await form.locator('input[name=name]').fill(name)
  await form.getByRole('button', { name: 'Добавить', exact: true }).click()
  await expect(form.getByText('Укажите причину')).toBeVisible()
  await form.locator('textarea[name=reason]').fill('Угрожал сотруднику')
  await check(page)
  await form.getByRole('button', { name: 'Добавить', exact: true }).click()
  await expect(page.locator('[data-entry]', { hasText: name })).toBeVisible()

  const { visitorName } = await api.invite({ name, waits: true })
  await open(page, '/admin/watchlist')
  const match = page.locator('[data-match]', { hasText: visitorName }).first()
  await expect(match).toContainText('Имя совпадает')
  await expect(match).toContainText('Угрожал сотруднику')
  await check(page)
  await match.getByRole('button', { name: 'Пропустить' }).click()
  await reason(page, 'Посмотрели паспорт, это другой человек')
  await page.locator('dialog[open]').getByRole('button', { name: 'Пропустить' }).click()
  await expect(page.getByText('Посетитель допущен.')).toBeVisible()
  await open(page, '/admin/watchlist?state=ADMITTED')
  await expect(page.locator('[data-match]', { hasText: name })).toContainText('это другой человек')
})

test('to keep somebody out takes two people, and a list of names comes from a file', async ({ page, browser, demo }) => {
  const names = [`Петров${mark()} Олег`, `Сидоров${mark()} Пётр`]
  await useLanguage(page, 'en')
  await signIn(page, 'securityOfficer')
  await open(page, '/admin/watchlist?tab=import')
  const buffer = Buffer.from(`ФИО;Причина\n${names[0]};Кража\n;нет имени\n${names[1]};Кража\n`)
  await page.locator('input[type=file]').setInputFiles({ name: 'names.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('radio', { name: 'Block' }).check()
  await page.getByRole('button', { name: 'Import' }).click()
  await expect(page.getByText('Added: 2. On the list already: 0. With mistakes: 1.')).toBeVisible()
  await expect(page.locator('[data-import-problems]')).toContainText('Line 3')
  await check(page)
  await expect(page.getByRole('button', { name: /Confirm the block/ })).toHaveCount(0)

  const theirs = await browser.newContext({ baseURL: demo.url, locale: 'en-GB', viewport: { width: 390, height: 800 } })
  const other = await theirs.newPage()
  await useLanguage(other, 'en')
  await signIn(other, 'orgAdmin')
  await open(other, '/admin/watchlist?tab=import')
  await other.getByRole('button', { name: 'Confirm the block: 2' }).first().click()
  await expect(other.getByText('Blocked: 2.')).toBeVisible()
  await check(other)
  await open(other, `/admin/watchlist?tab=entries&search=${encodeURIComponent(names[0]?.split(' ')[0] ?? '')}`)
  await expect(other.locator('[data-entry]')).toContainText('Block')
  await check(other)
  await theirs.close()
})

test('a visitor has a card: visits, notes of colleagues, and a wish not to admit them', async ({ page, api }) => {
  const { visitorName } = await api.invite()
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, `/admin/visitors?search=${encodeURIComponent(visitorName)}`)
  await page.getByRole('link', { name: visitorName }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: visitorName })).toBeVisible()
  await expect(page.locator('[data-visit]').first()).toBeVisible()
  await page.locator('textarea[name=note]').fill('Prefers the side entrance')
  await page.getByRole('button', { name: 'Add the note' }).click()
  await expect(page.locator('[data-note]')).toContainText('Prefers the side entrance')
  await check(page)
  await page.getByRole('button', { name: 'Ask not to admit' }).click()
  await reason(page, 'Was rude to the reception')
  await page.locator('dialog[open]').getByRole('button', { name: 'Ask not to admit' }).click()
  await expect(page.getByText('Security has been asked.')).toBeVisible()
})
