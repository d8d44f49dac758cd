import { noBarriers } from '../barriers'
import { expect, open, signIn, test, useLanguage } from '../fixtures'
import { mailed } from '../mail'

test('a host who is reminded says by one tap that the guest has left; the board and a roll call know that nobody saw it', async ({
  page,
  browser,
  demo,
  api,
}) => {
  // The task of the schedule comes once a minute, after the visit of a minute is over.
  test.setTimeout(240_000)
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, `/admin/access-rules?site=${demo.site.id}`)
  const policy = page.locator('[data-stay-policy]')
  await policy.getByLabel('Remind after, minutes').fill('0')
  await policy.getByLabel('Longest stay, hours').fill('999')
  await policy.getByRole('button', { name: 'Save' }).click()
  await expect(policy.getByRole('alert')).toContainText('from 1 to 168')
  await policy.getByLabel('Longest stay, hours').fill('')
  await policy.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('What becomes of guests whom nobody sees leave is saved.')).toBeVisible()

  const guest = await api.invite({ startsIn: -5, minutes: 5.2, passType: 'MULTI' })
  expect(await api.scan(guest.code)).toBe('ScanAdmitted')
  const link = () => mailed(demo.users.host.email, new RegExp(`${guest.visitorName}[^]*?/out/[\\w-]+`)).catch(() => '')
  await expect.poll(link, { timeout: 200_000 }).toContain('/out/')
  const path = /\/out\/[\w-]+/.exec(await link())?.[0] ?? ''

  // The phone of the host runs no script and is not signed in.
  const phone = await (await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false, locale: 'en' })).newPage()
  const response = await phone.goto(path)
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'")
  await expect(phone.getByRole('heading', { name: guest.visitorName })).toBeVisible()
  await open(page, '/admin/live')
  await expect(page.locator('[data-inside]', { hasText: guest.visitorName })).toBeVisible()
  await phone.getByRole('button', { name: 'Yes, the guest has left' }).click()
  await expect(phone.getByRole('status')).toContainText('no longer counts as inside')
  expect((await phone.goto('/out/made-up'))?.status()).toBe(404)
  await expect(phone.getByRole('heading', { name: 'This link does not work' })).toBeVisible()

  await expect(page.locator('[data-left-unseen]')).toContainText(guest.visitorName)
  await noBarriers(page)
  await open(page, `/admin/roll-call?site=${demo.site.id}`)
  await page.locator('[data-start="DRILL"]').click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const row = page.locator('[data-person]', { hasText: guest.visitorName })
  await expect(row).toHaveAttribute('data-standing', 'UNSEEN')
  await expect(row).toContainText('nobody saw them leave')
  await noBarriers(page)
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
  await expect(page.getByText('The roll call has ended.')).toBeVisible()
  await phone.context().close()
})
