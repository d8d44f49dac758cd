import type { Page } from '@playwright/test'
import { expect, open, signIn, test, useLanguage } from '../fixtures'

const parts = '**/_nuxt/**'
const form = (page: Page) => page.locator('form', { has: page.getByRole('heading', { name: 'How long visitors are kept' }) })

test.beforeEach(async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/privacy')
})

test('what a form is checked by is there once somebody has begun to type: nothing of the page is needed to send it', async ({ page }) => {
  const field = page.getByRole('textbox', { name: 'E-mail and phone, days' })
  const [schema] = await Promise.all([page.waitForResponse(parts), field.focus()])
  await schema.finished()
  await page.waitForLoadState('networkidle')
  await page.route(parts, (route) => route.abort())
  await field.fill('soon')
  await form(page).getByRole('button', { name: 'Save' }).click()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
})

test('where that could not be had the person is told what to do, and what they typed stays', async ({ page }) => {
  await page.route(parts, (route) => route.abort())
  const field = page.getByRole('textbox', { name: 'E-mail and phone, days' })
  await field.fill('30')
  await form(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'A part of the page could not be loaded' })).toBeVisible()
  await expect(field).toHaveValue('30')
})
