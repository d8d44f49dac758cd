import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { newId } from '../../../server/core/ids'
import { choose } from '../choosing'
import { expect, open, signIn, test, useLanguage } from '../fixtures'
import { mailed } from '../mail'

test('a parcel is taken in, told of by mail, handed over and saved as a file', async ({ page, browser, demo }) => {
  const host = await (await browser.newContext({ baseURL: demo.url })).newPage()
  await useLanguage(host, 'en')
  await signIn(host, 'host')
  const answer = await host.request.post(demo.graphql, { data: { query: '{ viewer { host { name } } }' } })
  const { name } = ((await answer.json()) as { data: { viewer: { host: { name: string } } } }).data.viewer.host
  const sender = `Courier ${newId().slice(-6)}`

  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, '/admin/desk')
  await page.getByRole('link', { name: 'Parcels' }).click()
  await page.getByRole('button', { name: 'Take in' }).click()
  await expect(page.getByText('Say from whom it is.')).toBeVisible()
  await choose(page.getByLabel('For whom'), name)
  await page.getByLabel('From whom').fill(sender)
  await page.getByRole('button', { name: 'Take in' }).click()
  const row = page.locator('[data-delivery]').filter({ hasText: sender })
  await expect(row).toHaveAttribute('data-delivery', 'WAITING')
  await mailed(demo.users.host.email, new RegExp(sender))
  await open(host, '/host/deliveries')
  await expect(host.getByText(sender)).toBeVisible()

  await row.getByRole('button', { name: 'Hand over' }).click()
  await page.getByLabel('Who takes it').fill('Oleg Orlov')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(row).toHaveAttribute('data-delivery', 'HANDED_OVER')
  await expect(row).toContainText('Oleg Orlov')
  await page.getByLabel('Where it is').selectOption('HANDED_OVER')
  await expect(page).toHaveURL(/status=HANDED_OVER/)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()])
  const text = readFileSync(await file.path(), 'utf8')
  expect(text).toContain(sender)
  expect(text).not.toContain('WAITING')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await host.context().close()
})
