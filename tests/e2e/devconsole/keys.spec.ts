import { expect, open, reload, screenshot, signIn, test, useLanguage } from '../fixtures'

const viewerQuery = JSON.stringify({ query: '{ viewer { permissions } }' })

test('an application is made, its key shown once, used, replaced and revoked', async ({ page, demo }) => {
  const name = `Turnstiles ${crypto.randomUUID().slice(0, 8)}`
  const permissionsOf = async (key: string): Promise<string[] | null> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const response = await fetch(demo.graphql, { method: 'POST', headers, body: viewerQuery })
    return ((await response.json()) as { data: { viewer: { permissions: string[] } | null } }).data.viewer?.permissions ?? null
  }
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/devconsole')
  await page.getByRole('button', { name: 'New application' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Name of the application').fill(name)
  await page.getByLabel('See appointments').check()
  await page.getByLabel('Scan at gates').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(`The application “${name}” is saved.`)).toBeVisible()

  const card = page.locator(`[data-application="${name}"]`)
  await expect(card).toContainText('No keys.')
  await card.getByRole('button', { name: `New key of “${name}”` }).click()
  await expect(card.getByRole('checkbox')).toHaveCount(2)
  await card.getByRole('button', { name: 'Make the key' }).click()
  await expect(card.getByRole('alert')).toContainText('Choose at least one permission')
  await card.getByLabel('Scan at gates').check()
  await card.getByLabel('Works for').selectOption({ label: '30 days' })
  await card.getByRole('button', { name: 'Make the key' }).click()
  const shown = card.locator('[data-new-secret] pre')
  await expect(shown).toContainText(/^gc_live_/)
  const first = (await shown.textContent())?.trim() ?? ''
  expect(await permissionsOf(first)).toEqual(['scan:admit'])
  await screenshot(page, 'devconsole-key')
  await card.getByRole('button', { name: 'I have kept the key' }).click()
  const row = card.locator(`[data-key="${first.slice(0, 12)}"]`)
  await expect(row).toContainText('Working')

  await row.getByRole('button', { name: /^Replace/ }).click()
  await row.getByLabel('7 days').check()
  await row.getByRole('button', { name: 'Replace', exact: true }).last().click()
  await expect(shown).toContainText(/^gc_live_/)
  const second = (await shown.textContent())?.trim() ?? ''
  await expect(row).toContainText('Replaced, still works')
  expect([await permissionsOf(first), await permissionsOf(second)]).toEqual([['scan:admit'], ['scan:admit']])

  await row.getByRole('button', { name: /^Revoke the key/ }).click()
  await row.getByRole('button', { name: 'Revoke', exact: true }).last().click()
  await expect(page.getByText('is revoked.')).toBeVisible()
  expect([await permissionsOf(first), await permissionsOf(second)]).toEqual([null, ['scan:admit']])
  await card.getByText('1 key that works no more').click()
  await expect(row).toContainText('Revoked')

  await reload(page)
  expect(await page.content(), 'a key is shown once').not.toContain(second)
})

test('a developer allows nothing that they may not do themselves', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'developer')
  await open(page, '/devconsole')
  await page.getByRole('button', { name: 'New application' }).click()
  await expect(page.getByText('Permissions are given by those who hold them')).toBeVisible()
  const name = `Empty ${crypto.randomUUID().slice(0, 8)}`
  await page.getByLabel('Name of the application').fill(name)
  await page.getByRole('button', { name: 'Save' }).click()
  const card = page.locator(`[data-application="${name}"]`)
  await expect(card).toContainText('is not allowed anything yet')
  await expect(card.getByRole('button', { name: /New key/ })).toHaveCount(0)
})

test('a service client is made, gets a token that works, and is revoked', async ({ page, demo }) => {
  const ask = (document: string, token: string) =>
    fetch(demo.graphql, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: document }),
    }).then((response) => response.json() as Promise<{ data: { viewer: { permissions: string[] } | null } }>)
  await useLanguage(page, 'en')
  await signIn(page, 'developer')
  await open(page, '/devconsole')
  const card = page.locator('[data-application]').filter({ hasText: 'Demo integration' })
  await card.getByRole('button', { name: /^New service client/ }).click()
  await card.getByLabel('See appointments').check()
  await card.getByRole('button', { name: 'Make the client' }).click()
  const shown = (await card.locator('[data-new-secret] pre').textContent()) ?? ''
  const [, id = '', secret = ''] = /client_id=(\S+)\s+client_secret=(gco_\S+)/.exec(shown) ?? []
  await screenshot(page, 'devconsole-client')
  await card.getByRole('button', { name: 'I have kept the secret' }).click()
  const response = await fetch(new URL('/oauth/token', demo.graphql), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  expect((await ask('{ viewer { permissions } }', token)).data.viewer?.permissions).toEqual(['appointment:read'])
  const row = page.locator(`[data-client="${id}"]`)
  await row.getByRole('button', { name: /^Revoke the service client/ }).click()
  await row.getByRole('button', { name: 'Revoke', exact: true }).last().click()
  await expect(page.getByText(`The service client ${id} is revoked.`)).toBeVisible()
  await expect(row).toContainText('Revoked')
  expect((await ask('{ viewer { permissions } }', token)).data.viewer).toBeNull()
  expect(await page.content()).not.toContain(secret)
})
