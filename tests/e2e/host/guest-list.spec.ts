import type { Page } from '@playwright/test'
import { newId } from '../../../server/core/ids'
import { expect, open, reload, signIn, test, useLanguage } from '../fixtures'

/** A file as a Russian Excel saves it: semicolons, and an encoding of a single byte per letter. */
function cyrillicFile(lines: string[]): { name: string; mimeType: string; buffer: Buffer } {
  const letters = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  const buffer = Buffer.from(Uint8Array.from(lines.join('\r\n'), (letter) => letters.indexOf(letter)))
  return { name: 'гости.csv', mimeType: 'text/csv', buffer }
}

const cell = (page: Page, text: string) => page.getByRole('cell', { name: text, exact: true })
const count = (page: Page, name: string) =>
  page.locator('dl > div', { has: page.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) }) }).locator('dd')

test('a list of an Excel is read, checked row by row, corrected, and its guests invited', async ({ page }) => {
  await useLanguage(page, 'ru')
  await signIn(page, 'host')
  await open(page, '/host/visits')
  await page.getByRole('link', { name: 'Пригласить списком' }).click()
  const mark = newId().slice(-8)
  const guests = [1, 2, 3].map((n) => `Гостья Ёлкина${n};g${n}-${mark}@guest.example;ООО Ромашка;`)
  const file = cyrillicFile(['ФИО;Почта;Компания;День', ...guests, 'Без Почты;ошибка;;', 'Когда Нибудь;;;завтра', `${guests[0]}`])
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(cell(page, 'Гостья Ёлкина1')).toBeVisible()
  await expect(page.getByText('6 строк', { exact: true })).toBeVisible()
  await page.locator('input[name=title]').fill('День открытых дверей')
  await page.getByRole('button', { name: 'Проверить список' }).click()

  await expect(page.getByRole('heading', { name: 'Проверено' })).toBeVisible()
  await expect(count(page, 'Будут приглашены')).toHaveText('3')
  await expect(count(page, 'Уже приглашены')).toHaveText('1')
  await expect(count(page, 'С ошибками')).toHaveText('2')
  await expect(page.getByText('Строка 6')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Сохранить в файл' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)

  await page.getByRole('button', { name: 'Пригласить 3 гостей' }).click()
  await expect(page.getByRole('heading', { name: 'Готово' })).toBeVisible({ timeout: 20_000 })
  await expect(count(page, 'Приглашены')).toHaveText('3')
  await reload(page)
  await expect(page.getByRole('heading', { name: 'Готово' })).toBeVisible()
  await open(page, '/host/guest-list')
  await page.getByRole('button', { name: 'День открытых дверей' }).first().click()
  await expect(count(page, 'Приглашены')).toHaveText('3')
})

test('columns can be said by hand, and a list that cannot be taken says why', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'host')
  await open(page, '/host/guest-list')
  const tooLong = { name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n'.repeat(10_002)) }
  await page.locator('input[type=file]').setInputFiles(tooLong)
  await expect(page.getByRole('alert')).toContainText('more than 10000 rows')
  await page.locator('input[type=file]').setInputFiles({ ...tooLong, buffer: Buffer.from('42,zz-top\n') })
  await expect(page.getByRole('alert')).toContainText('Say which column holds the names')
  await expect(page.getByRole('button', { name: 'Check the list' })).toBeDisabled()
  await page.getByRole('combobox', { name: /^Column 2/ }).click()
  await page.getByRole('option', { name: 'Full name' }).click()
  await page.getByRole('button', { name: 'Check the list' }).click()
  await expect(page.getByRole('button', { name: 'Invite 1 guest' })).toBeVisible()
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await expect(page.getByRole('button', { name: 'Check the list' })).toBeVisible()
})

test('rows can be pasted', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'host')
  await open(page, '/host/guest-list')
  await page.locator('textarea[name=pasted]').fill('Anna Petrova\tanna@example.com')
  await expect(cell(page, 'anna@example.com')).toBeVisible()
  await expect(page.getByRole('combobox', { name: /^Column 1/ })).toHaveText('Full name')
})
