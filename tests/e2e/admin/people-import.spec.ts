import { newId } from '../../../server/core/ids'
import { expect, open, signIn, test, useLanguage } from '../fixtures'

test('a list of people is checked, imported, and changes nothing a second time', async ({ page }) => {
  await useLanguage(page, 'ru')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/people-import')
  const mark = newId().slice(-8)
  const lines = [
    'ФИО;Почта;Подразделение;Должность',
    `Ёлкина Анна;a-${mark}@people.example;Завод ${mark} / Цех 1;Мастер`,
    `Петров Борис;b-${mark}@people.example;Завод ${mark};`,
    'Без Адреса;;Завод;',
  ]
  await page.locator('input[type=file]').setInputFiles({ name: 'люди.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) })
  const count = (name: string) => page.locator(`[data-count=${name}]`)
  await page.getByRole('button', { name: 'Проверить' }).click()
  await expect(count('invited')).toHaveText('2')
  await expect(count('failed')).toHaveText('1')
  await expect(count('departments')).toHaveText('2')
  await expect(page.getByText('Строка 4')).toBeVisible()
  await page.getByRole('button', { name: 'Загрузить', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Загружено' })).toBeVisible()
  await expect(count('invited')).toHaveText('2')
  await page.getByRole('button', { name: 'Проверить' }).click()
  await expect(page.getByRole('heading', { name: 'Проверено' })).toBeVisible()
  await expect(count('invited')).toHaveText('0')
  await expect(count('same')).toHaveText('2')
  await open(page, '/admin/hosts?search=%D0%81%D0%BB%D0%BA%D0%B8%D0%BD%D0%B0')
  await expect(page.getByRole('link', { name: 'Ёлкина Анна' }).first()).toBeVisible()
})
