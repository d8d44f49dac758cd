import { AxeBuilder } from '@axe-core/playwright'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

const mark = () => crypto.randomUUID().slice(0, 8)

test('a type is built with questions, ordered by keyboard, seen as guests will, kept and put away', async ({ page }) => {
  const name = `Подрядчик ${mark()}`
  await useLanguage(page, 'ru')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/visitor-types/new')
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText('Укажите название.')).toBeVisible()
  await page.locator('input[name=name]').fill(name)
  await page.getByLabel('Сопровождающий').check()

  for (const [ru, en] of [
    ['Номер машины', 'Plate'],
    ['Нужна парковка?', 'Do you need parking?'],
  ] as const) {
    await page.getByRole('button', { name: 'Добавить вопрос' }).click()
    await page.locator('input[name$=".label.ru"]').fill(ru)
    await page.locator('input[name$=".label.en"]').fill(en)
  }
  await page.getByRole('combobox', { name: 'Вид ответа' }).selectOption('Да или нет')
  await page.getByLabel('Ответ обязателен').check()

  const questions = page.locator('[data-question] [data-toggle]')
  await expect(questions).toHaveText([/Номер машины/, /Нужна парковка/])
  await questions.nth(1).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(questions).toHaveText([/Нужна парковка/, /Номер машины/])
  await expect(questions.nth(0)).toBeFocused()

  const preview = page.locator('[data-preview=GUEST]')
  await expect(preview).toContainText('Нужна парковка?')
  await page.getByRole('main').getByRole('button', { name: 'English' }).click()
  await expect(preview).toContainText('Do you need parking?')
  await expect(preview).toContainText('Plate optional')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await screenshot(page, 'visitor-type')

  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page).toHaveURL(/\/admin\/visitor-types$/)
  const row = page.locator(`[data-type="${name}"]`)
  await expect(row).toContainText('2 вопроса')
  await row.getByRole('link').first().click()
  await expect(page.locator('[data-question] [data-toggle]')).toHaveText([/Нужна парковка/, /Номер машины/])
  await page.getByRole('button', { name: 'Удалить: Номер машины' }).click()
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText('Изменения сохранены.')).toBeVisible()

  await open(page, '/admin/visitor-types')
  await row.getByRole('button', { name: 'В архив' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'В архив' }).click()
  await expect(page.getByText(`Тип «${name}» в архиве.`)).toBeVisible()
  await expect(row).toHaveCount(0)
  await open(page, '/admin/visitor-types?state=archived')
  await row.getByRole('button', { name: 'Вернуть' }).click()
  await expect(row).toHaveCount(0)
})

test('an agreement is published, asked for by a type with an induction, and published anew', async ({ page }) => {
  const name = `NDA ${mark()}`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/agreements/new')
  await page.locator('input[name=name]').fill(name)
  await page.locator('input[name="title.en"]').fill('Secrets')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.locator('textarea[name="text.en"]').fill('Tell nobody.')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('link', { name }).click()
  await page.locator('textarea[name="text.en"]').fill('Tell nobody anything.')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Version 2 is published.')).toBeVisible()
  await expect(page.locator('summary')).toHaveText([/Version 2/, /Version 1/])

  await open(page, '/admin/visitor-types/new')
  await page.locator('input[name=name]').fill(`Type of ${name}`)
  await page.getByLabel(name).check()
  await page.getByLabel('Guests go through an induction before the visit').check()
  await page.locator('input[name="induction.slides.0.title.en"]').fill('Fire')
  await page.locator('textarea[name="induction.slides.0.text.en"]').fill('Use the stairs.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator(`[data-type="Type of ${name}"]`)).toBeVisible()
})

test('a host is offered the types and asked what is theirs', async ({ page }) => {
  const name = `Courier ${mark()}`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/visitor-types/new')
  await page.locator('input[name=name]').fill(name)
  await page.getByRole('button', { name: 'Add a question' }).click()
  await page.locator('input[name$=".label.en"]').fill('Number of the order')
  await page.getByRole('combobox', { name: 'Who answers' }).selectOption('Host')
  await page.getByLabel('Must be answered').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator(`[data-type="${name}"]`)).toBeVisible()

  await signIn(page, 'host')
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  await open(page, `/host?new=${day}T10:00/${day}T11:00`)
  const form = page.getByRole('dialog')
  await form.locator('input[name=name]').fill('Anna Courier')
  await form.getByRole('combobox', { name: 'Type of visitor' }).selectOption({ label: name })
  await form.getByRole('button', { name: 'Send the invite' }).click()
  await expect(form.getByText('Answer this question.')).toBeVisible()
  await form.getByLabel('Number of the order').fill('A-17')
  await form.getByRole('button', { name: 'Send the invite' }).click()
  await expect(page.getByText('The visit is booked').first()).toBeVisible()
})
