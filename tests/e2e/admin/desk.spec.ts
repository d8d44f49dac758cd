import type { Browser, Page } from '@playwright/test'
import type { Demo, DemoRole } from '../../integration/built-server'
import { newId } from '../../../server/core/ids'
import { noBarriers } from '../barriers'
import { choose } from '../choosing'
import { expect, open, signIn, test, useLanguage } from '../fixtures'
import { mailed } from '../mail'

async function at(browser: Browser, demo: Demo, role: DemoRole): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: demo.url })).newPage()
  await useLanguage(page, 'en')
  await signIn(page, role)
  return page
}

const row = (page: Page, name: string) => page.locator('[data-pass]').filter({ hasText: name })

/** Registers a guest for the host of the demo. */
async function register(page: Page, host: string, name: string): Promise<void> {
  await open(page, '/admin/desk')
  await page.getByRole('link', { name: 'Guest without an invitation' }).click()
  await page.getByLabel('Full name').fill(name)
  await choose(page.getByLabel('Host'), host)
  await page.getByLabel('Purpose of the visit').fill('A forgotten umbrella')
  await page.getByLabel('I have looked at the identity document').check()
  await page.getByRole('button', { name: 'Ask the host' }).click()
  await expect(row(page, name)).toHaveAttribute('data-state', 'waiting')
}

const hostName = async (page: Page, demo: Demo) => {
  const response = await page.request.post(demo.graphql, { data: { query: '{ viewer { host { name } } }' } })
  return ((await response.json()) as { data: { viewer: { host: { name: string } } } }).data.viewer.host.name
}

test('the desk finds a guest by name, lets them in and sees them out', async ({ page, api }) => {
  const guest = await api.invite({ name: `Vera Desk ${newId().slice(-6)}`, passType: 'MULTI' })
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, '/admin/desk')
  await page.getByRole('searchbox').fill(guest.visitorName)
  await page.getByRole('searchbox').press('Enter')
  await expect(page).toHaveURL(/search=/)
  await expect(page.locator('[data-pass]')).toHaveCount(1)
  await expect(row(page, guest.visitorName)).toHaveAttribute('data-state', 'expected')
  await row(page, guest.visitorName).getByRole('button', { name: 'Let in' }).click()
  const confirm = page.getByRole('button', { name: 'Seen to, let in' })
  await expect(confirm.or(page.getByRole('status').filter({ hasText: 'is let in' }))).toBeVisible()
  if (await confirm.isVisible()) await confirm.click()
  await expect(row(page, guest.visitorName)).toHaveAttribute('data-state', 'inside')
  await noBarriers(page)
  await row(page, guest.visitorName).getByRole('button', { name: 'Has left' }).click()
  await expect(row(page, guest.visitorName)).toHaveAttribute('data-state', 'left')
})

test('a guest without an invitation waits at the desk until the host answers by the link of the mail', async ({ page, browser, demo }) => {
  const host = await at(browser, demo, 'host')
  const [name, refused] = [`Irina Walk ${newId().slice(-6)}`, `Oleg Walk ${newId().slice(-6)}`]
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await register(page, await hostName(host, demo), name)
  await noBarriers(page)
  await open(page, '/admin/desk/walk-in')
  await noBarriers(page)
  await page.getByRole('button', { name: 'Ask the host' }).click()
  await expect(page.getByLabel('Full name')).toHaveAttribute('aria-invalid', 'true')

  const link = await mailed(demo.users.host.email, /\/approvals\?request=[\w-]+/)
  await open(page, `/admin/desk?search=${encodeURIComponent(name)}`)
  await open(host, link)
  // Looking decides nothing.
  await expect(row(page, name)).toHaveAttribute('data-state', 'waiting')
  await open(host, '/host')
  await host.getByRole('link', { name: 'Answer' }).click()
  const request = host.locator('[data-request]').filter({ hasText: name })
  await request.getByRole('button', { name: 'Receive', exact: true }).click()
  await expect(row(page, name)).toHaveAttribute('data-state', 'expected')
  await expect(row(page, name)).toContainText('received')
  await row(page, name).getByRole('button', { name: 'Let in' }).click()
  await expect(row(page, name)).toHaveAttribute('data-state', 'inside')

  await register(page, await hostName(host, demo), refused)
  await open(host, '/approvals')
  const other = host.locator('[data-request]').filter({ hasText: refused })
  await other.getByRole('button', { name: 'Do not receive' }).click()
  await host.getByLabel('What the reception should tell the guest').fill('Please come on Monday.')
  await host.getByRole('dialog').getByRole('button', { name: 'Do not receive' }).click()
  await expect(row(page, refused)).toHaveAttribute('data-state', 'declined')
  await expect(row(page, refused)).toContainText('Please come on Monday.')
  await host.context().close()
})
