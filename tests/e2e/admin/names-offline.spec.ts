import type { Page } from '@playwright/test'
import { noBarriersNow } from '../barriers'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { openGate } from './gate-screen'

const pin = '246810'

/** Everything that the browser keeps for the site, as text: databases byte by byte, copies of pages. */
const everythingKept = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error))
      })
    const text = (_: string, value: unknown) => {
      if (!(value instanceof ArrayBuffer) && !ArrayBuffer.isView(value)) return value
      return new TextDecoder('latin1').decode(value)
    }
    const parts: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name))
      for (const store of db.objectStoreNames)
        parts.push(`${name} ${store} ${JSON.stringify(await done(db.transaction(store).objectStore(store).getAll()), text)}`)
      db.close()
    }
    for (const name of await caches.keys()) {
      const kept = await caches.open(name)
      for (const request of await kept.keys()) parts.push(`${request.url} ${await (await kept.match(request))?.text()}`)
    }
    return parts.join('\n')
  })

const enter = async (page: Page, button: 'Keep it' | 'Open', typed = pin) => {
  await page.getByLabel(/^PIN/).fill(typed)
  await page.getByRole('button', { name: button, exact: true }).click()
}

/** Chooses a PIN for the names of a site, and waits until they and the page are kept. */
async function keepNames(page: Page, siteId: string): Promise<void> {
  await open(page, `/admin/roll-call/offline?site=${siteId}`)
  await enter(page, 'Keep it')
  await expect(page.locator('[data-names]')).toHaveAttribute('data-kept', 'true', { timeout: 20_000 })
}

test('names are kept under a PIN, a roll call is begun without a network, and everybody has it when that is back', async ({
  page,
  demo,
  api,
}) => {
  test.setTimeout(120_000)
  const [inside, due] = [await api.invite({ name: 'Quintessa Canary' }), await api.invite({ name: 'Balthasar Canary' })]
  await api.scan(inside.code)
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await keepNames(page, demo.site.id)
  await page.getByLabel('Find by name').fill('canary')
  await expect(page.locator('[data-name]', { hasText: inside.visitorName })).toContainText('Inside since')
  await expect(page.locator('[data-name]', { hasText: due.visitorName })).toContainText('Expected')
  await noBarriersNow(page)
  await screenshot(page, 'names')
  // What is kept is not read without the PIN: neither in a database nor in a copy of a page.
  const kept = await everythingKept(page)
  expect(kept).toContain('gc-names-')
  expect(kept).not.toMatch(/Quintessa|Balthasar|Canary/)

  await page.context().setOffline(true)
  // Whoever goes to the roll calls comes to what the device has.
  await page.goto(`/admin/roll-call?site=${demo.site.id}`)
  await expect(page.getByText('Enter the PIN of the names')).toBeVisible()
  await expect(page.getByText('Canary')).toHaveCount(0)
  await enter(page, 'Open', '111111')
  await expect(page.getByText('Tries left: 9')).toBeVisible()
  await enter(page, 'Open')
  await page.getByLabel('Find by name').fill('balth')
  await expect(page.locator('[data-name]')).toHaveCount(1)
  await screenshot(page, 'names-offline')
  await page.locator('[data-start="EVACUATION"]').click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.locator('[data-begun-call]')).toHaveAttribute('data-told', 'false')
  await page.getByRole('button', { name: `Safe: ${inside.visitorName}` }).click()
  const row = page.locator('[data-person]', { hasText: inside.visitorName })
  await expect(row).toHaveAttribute('data-standing', 'SAFE')
  await screenshot(page, 'names-roll-call')
  expect(await everythingKept(page)).not.toMatch(/Quintessa|Balthasar|Canary/)

  // It goes on after the page was opened anew.
  await page.reload()
  await enter(page, 'Open')
  await expect(page.locator('[data-name]').first()).toBeVisible()
  await page.locator('[data-begun]').click()
  await expect(row).toHaveAttribute('data-standing', 'SAFE')
  await page.context().setOffline(false)
  await expect(page.locator('[data-begun-call]')).toHaveAttribute('data-told', 'true', { timeout: 20_000 })
  await expect(page.locator('[data-link]')).toHaveAttribute('data-waiting', '0', { timeout: 20_000 })

  const other = await page.context().newPage()
  await open(other, `/admin/roll-call?site=${demo.site.id}`)
  await other.locator('main').getByRole('link', { name: 'Open', exact: true }).first().click()
  await expect(other.locator('[data-person]', { hasText: inside.visitorName })).toHaveAttribute('data-standing', 'SAFE')
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
  await expect(page.getByText('The roll call has ended.')).toBeVisible()
  await expect.poll(() => everythingKept(page)).not.toContain('"isTold":true')
})

test('names go when the grace is over, and when whoever keeps them signs out', async ({ page, demo, api }) => {
  test.setTimeout(120_000)
  const guest = await api.invite({ name: 'Perpetua Canary' })
  await page.clock.install()
  await useLanguage(page, 'en')
  await signIn(page, 'securityOfficer')
  await keepNames(page, demo.site.id)
  await page.getByLabel('Find by name').fill('perpetua')
  await expect(page.locator('[data-name]', { hasText: guest.visitorName })).toBeVisible()
  await page.context().setOffline(true)
  await page.clock.fastForward('03:58:00')
  await expect(page.locator('[data-name]', { hasText: guest.visitorName })).toBeVisible()
  await page.clock.fastForward('00:05:00')
  await expect(page.getByText('No names are kept of this site')).toBeVisible()
  await expect(page.getByText(guest.visitorName)).toHaveCount(0)
  expect(await everythingKept(page)).toMatch(/gc-names-\S+ sets \[\]/)

  await page.context().setOffline(false)
  await page.clock.runFor(10_000)
  await expect(page.locator('[data-name]').first()).toBeVisible({ timeout: 20_000 })
  await open(page, '/admin')
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page).toHaveURL(/sign-in/)
  await expect.poll(() => everythingKept(page)).not.toMatch(/gc-names-|roll-call\/offline/)
})

test('a supervisor finds a guest by name at a gate, and without a network sees who is due but lets nobody in', async ({
  page,
  demo,
  api,
}) => {
  const guest = await api.invite({ name: 'Ottilie Searched' })
  await useLanguage(page, 'en')
  await signIn(page, 'securityOfficer')
  await keepNames(page, demo.site.id)
  const gate = await openGate(page, demo.gates[0]!.id)
  await page.locator('[data-search]').click()
  await page.getByRole('dialog').getByLabel('Name of the guest').fill('Ottilie')
  await page.getByRole('button', { name: 'Find', exact: true }).click()
  await expect(page.getByText('Found: 1')).toBeVisible()
  await noBarriersNow(page)
  await screenshot(page, 'gate-search')
  await page.getByRole('button', { name: `Let in: ${guest.visitorName}` }).click()
  await gate.shows('admitted', 'Admitted', guest.visitorName)
  await page.keyboard.press('Escape')

  await page.context().setOffline(true)
  await page.locator('[data-search]').click()
  await expect(page.getByText('Without a code nobody is let in')).toBeVisible()
  await enter(page, 'Open')
  await page.getByRole('dialog').getByRole('searchbox').fill('ottilie')
  await expect(page.locator('[data-name]')).toContainText(guest.visitorName)
  await expect(page.getByRole('button', { name: /Let in/ })).toHaveCount(0)
  await noBarriersNow(page)
  await screenshot(page, 'gate-search-offline')
  await page.context().setOffline(false)
})
