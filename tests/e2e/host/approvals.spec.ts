import type { Browser, Page } from '@playwright/test'
import { AxeBuilder } from '@axe-core/playwright'
import type { DemoRole } from '../../integration/built-server'
import { newId } from '../../../server/core/ids'
import { expect, open, signIn, test, useLanguage } from '../fixtures'
import { mailed, mailsTo } from '../mail'

/** A person of the demo at a browser of their own. */
async function at(browser: Browser, role: DemoRole, language: 'ru' | 'en', baseURL: string | undefined): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: baseURL ?? '', timezoneId: 'Europe/Moscow' })).newPage()
  await useLanguage(page, language)
  await signIn(page, role)
  return page
}

async function ask<T>(page: Page, graphql: string, query: string, variables: object): Promise<T> {
  const response = await page.request.post(graphql, { data: { query, variables } })
  return ((await response.json()) as { data: T }).data
}

const createSite = `mutation ($input: CreateSiteInput!) { createSite(input: $input) { ... on CreateSiteSuccess { site { id } } } }`
const invite = `mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) { ... on InviteGuestSuccess { appointment { id } } } }`

/** A visit of the demo's host at a site, in two days. */
async function inviteTo(host: Page, graphql: string, siteId: string, name: string, email: string): Promise<string> {
  const startsAt = new Date(Date.now() + 2 * 86_400_000)
  const hours = { startsAt: startsAt.toISOString(), endsAt: new Date(+startsAt + 3_600_000).toISOString() }
  const input = { visitor: { name, email, locale: 'EN' }, siteId, ...hours, title: 'An audit' }
  return (await ask<{ inviteGuest: { appointment: { id: string } } }>(host, graphql, invite, { input })).inviteGuest.appointment.id
}

async function noBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [id, nodes[0]?.target]),
  ).toEqual([])
}

const row = (page: Page, name: string) => page.locator('[data-request]').filter({ hasText: name })

/** Makes a chain for a site on its page: any security officer, then a person or their deputy. */
async function makeChain(page: Page, site: string): Promise<void> {
  await open(page, '/admin/approval-chains/new')
  await page.locator('input[name=name]').fill(`Лаборатория ${site}`)
  await page.getByLabel('Площадка').selectOption({ label: site })
  await page.getByLabel('Кто', { exact: true }).selectOption('PERSON')
  await page.getByLabel('Человек', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Добавить шаг' }).click()
  const steps = page.locator('li[data-step]')
  await steps.nth(1).getByLabel('Кто', { exact: true }).selectOption('ROLE')
  await steps.nth(1).getByLabel('Роль').selectOption({ label: 'Служба безопасности' })
  await steps.nth(1).locator('input[name=deadlineHours]').fill('24')
  // By keyboard: what was second is asked first.
  await page.getByRole('button', { name: 'Шаг 2 раньше' }).focus()
  await page.keyboard.press('Enter')
  await expect(steps.nth(0).locator('input[name=deadlineHours]')).toHaveValue('24')
  await steps.nth(1).getByLabel('Кто', { exact: true }).selectOption('ROLE')
  await steps.nth(1).getByLabel('Роль').selectOption({ label: 'Администратор' })
  await expect(page.locator('[data-preview]')).toContainText(
    '1. Любой из: Служба безопасности за 24 ч рабочего времени; иначе спросим заместителей или администраторов.',
  )
  await noBarriers(page)
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByRole('heading', { name: `Лаборатория ${site}` })).toBeVisible()
}

test('a visit waits for two people, one after the other; a refused one is called off, and its guest hears nothing', async ({
  browser,
  demo,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const mark = newId().slice(-8)
  const [first, second] = [`Anna ${mark}`, `Boris ${mark}`]
  const admin = await at(browser, 'orgAdmin', 'ru', baseURL)
  const site = { name: `Site ${mark}`, timeZone: 'Europe/Moscow', identityCheck: false }
  const made = await ask<{ createSite: { site: { id: string } } }>(admin, demo.graphql, createSite, { input: site })
  await makeChain(admin, site.name)

  const host = await at(browser, 'host', 'en', baseURL)
  const [agreed, refused] = [
    await inviteTo(host, demo.graphql, made.createSite.site.id, first, `${mark}a@guest.example`),
    await inviteTo(host, demo.graphql, made.createSite.site.id, second, `${mark}b@guest.example`),
  ]
  await mailed(demo.users.securityOfficer.email, /approvals\?request=[\w%-]+/)
  await open(host, `/host/visits?visit=${agreed}`)
  await expect(host.locator('[data-approval=PENDING] li[data-step=NOW]')).toContainText('Step 1')

  const officer = await at(browser, 'securityOfficer', 'en', baseURL)
  await open(officer, '/approvals')
  await row(officer, first).locator('[data-row]').click()
  await expect(row(officer, first)).toContainText('comes for the first time')
  await noBarriers(officer)
  for (const name of [first, second]) await row(officer, name).getByRole('checkbox').check()
  await officer.getByRole('button', { name: 'Approve the chosen (2)' }).click()
  await expect(officer.getByText('2 visits approved')).toBeVisible()
  await expect(row(officer, second)).toHaveCount(0)

  await open(admin, '/approvals')
  await expect(row(admin, first)).toBeVisible()
  await noBarriers(admin)
  await row(admin, second).locator('[data-row]').focus()
  await admin.keyboard.press('KeyR')
  await admin.getByLabel('Причина').fill('Пока нет')
  await admin.getByRole('dialog').getByRole('button', { name: 'Отказать' }).click()
  await expect(row(admin, second)).toHaveCount(0)
  await row(admin, first).locator('[data-row]').focus()
  await admin.keyboard.press('KeyA')
  await expect(row(admin, first)).toHaveCount(0)

  await mailed(`${mark}a@guest.example`, /\/i\/[\w-]{43}/)
  await open(host, `/host/visits?visit=${agreed}`)
  await expect(host.locator('[data-approval=APPROVED]')).toContainText('agreed')
  await open(host, `/host/visits?visit=${refused}`)
  await expect(host.locator('[data-approval=REFUSED]')).toContainText('«Пока нет»')
  await expect(host.getByRole('dialog').locator('[data-state=canceled]')).toBeVisible()
  await mailed(demo.users.host.email, /host\?visit=[\w%-]+/)
  expect(mailsTo(`${mark}b@guest.example`)).toEqual([])
})
