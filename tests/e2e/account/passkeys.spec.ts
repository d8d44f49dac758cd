import type { Page, Request } from '@playwright/test'
import { expect, open, test, useLanguage } from '../fixtures'
import { newPerson } from '../new-person'

/** Gives the browser an authenticator that recognises its person, over the DevTools protocol. */
async function withAuthenticator(page: Page) {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  })
  return { credentials: () => devTools.send('WebAuthn.getCredentials', { authenticatorId }), authenticatorId, devTools }
}

async function addPasskey(page: Page, name: string) {
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Make it' }).click()
}

test('a passkey is made, signs in by itself, counts as a second factor and is removed', async ({ page, demo }) => {
  await useLanguage(page, 'en')
  const person = await newPerson(page)
  const { credentials } = await withAuthenticator(page)
  await open(page, '/account/security')
  await addPasskey(page, 'Work laptop')
  await expect(page.locator('[data-passkey]')).toContainText('Work laptop')
  await expect(page.locator('[data-passkey]')).toContainText('Never used')
  await expect(page.locator('[data-recovery-codes] li')).toHaveCount(10)
  await page.getByRole('button', { name: 'I have kept them' }).click()

  // The password alone does not do any more.
  await page.context().clearCookies()
  await useLanguage(page, 'en')
  await open(page, '/sign-in')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('The password is right.')).toBeVisible()

  const sent = page.waitForRequest((request) => request.postData()?.includes('"SignInWithPasskey"') ?? false)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page).toHaveURL(/\/admin/)
  expect((await credentials()).credentials[0]?.signCount).toBeGreaterThan(1)
  await expectUseless(page, await sent, demo.graphql)

  await open(page, '/account/security')
  await expect(page.locator('[data-passkey]')).toContainText('Last used')
  await page.getByRole('button', { name: 'Remove the passkey Work laptop' }).press('Enter')
  await expect(page.getByText('You have no passkey yet.')).toBeVisible()
  await page.context().clearCookies()
  await useLanguage(page, 'en')
  await open(page, '/sign-in')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByText('The passkey was not accepted')).toBeVisible()
})

/** The same answer sent again, from this browser and from another, signs nobody in. */
async function expectUseless(page: Page, request: Request, graphql: string) {
  const data: unknown = request.postDataJSON()
  const cookie = (await request.allHeaders()).cookie ?? ''
  const ways: Record<string, string>[] = [{}, { cookie }, { cookie: '' }]
  for (const headers of ways) {
    const response = await page.request.post(graphql, { data, headers })
    expect(await response.json()).toMatchObject({ data: { result: { __typename: 'InvalidCredentials' } } })
  }
}

test('an answer is of no use to the browser that did not ask', async ({ page, browser, demo }) => {
  await useLanguage(page, 'en')
  await newPerson(page)
  await withAuthenticator(page)
  await open(page, '/account/security')
  await addPasskey(page, 'Phone')
  await expect(page.locator('[data-passkey]')).toContainText('Phone')
  await page.context().clearCookies()
  await useLanguage(page, 'en')
  await open(page, '/sign-in')
  // The answer is caught before it is sent: nobody has used its challenge.
  const caught = new Promise<unknown>((resolve) => {
    void page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('"SignInWithPasskey"')) return route.continue()
      resolve(route.request().postDataJSON())
      return route.abort()
    })
  })
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  const data = await caught
  const stranger = await browser.newContext()
  const theirs = await stranger.request.post(demo.graphql, { data })
  expect(await theirs.json()).toMatchObject({ data: { result: { __typename: 'InvalidCredentials' } } })
  const own = await page.request.post(demo.graphql, { data })
  expect(await own.json()).toMatchObject({ data: { result: { __typename: 'SignInSuccess' } } })
  await stranger.close()
})
