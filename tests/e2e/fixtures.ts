import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test as base, type Page, type Response } from '@playwright/test'
import type { Demo, DemoRole } from '../integration/built-server'
import { apiOf, type Api } from './api'
import { dataDirVariable } from './serve'

const dataDir = (): string => {
  const folder = process.env[dataDirVariable]
  if (!folder) throw new Error('The server under test is not running')
  return folder
}

const readDemo = (): Demo => JSON.parse(readFileSync(join(dataDir(), 'demo.json'), 'utf8')) as Demo

/** Where the server under test keeps the mails that it did not send. */
export const mailFolder = (): string => join(dataDir(), 'mail')

/** What every browser test can ask for. */
export interface Fixtures {
  /** Ids, keys and sign-ins of the demo that the server under test runs. */
  demo: Demo
  /** The product as an integrator uses it, to make what a test needs. */
  api: Api
}

/** Playwright's `test` on the server under test: paths are relative to it, and a script error on a page fails the test. */
export const test = base.extend<Fixtures & { noScriptErrors: void }>({
  demo: async ({ browserName: _ }, use) => use(readDemo()),
  api: async ({ demo }, use) => use(apiOf(demo)),
  baseURL: async ({ demo }, use) => use(demo.url),
  noScriptErrors: [
    async ({ context }, use) => {
      const errors: string[] = []
      context.on('weberror', (error) => errors.push(String(error.error())))
      await use()
      expect(errors, 'script errors on the pages of this test').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

const signInDocument = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on UserError { message } } }'

/** Signs a member of the demo's staff in: the page's browser context has the session from then on. Opens no page. */
export async function signIn(page: Page, role: DemoRole | Demo['users'][DemoRole]): Promise<void> {
  const demo = readDemo()
  const input = typeof role === 'string' ? demo.users[role] : role
  const response = await page.request.post(demo.graphql, { data: { query: signInDocument, variables: { input } } })
  const { data } = (await response.json()) as { data: { signIn: { __typename: string; message?: string } } }
  if (data.signIn.__typename !== 'SignInSuccess') throw new Error(`${input.email} cannot sign in: ${data.signIn.message}`)
}

/** Waits until a page does what it is told: one that the server draws alone does at once, others when Vue has taken them over. */
async function comeAlive(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      !document.getElementById('__nuxt') ||
      (window as { useNuxtApp?: () => { isHydrating?: boolean } }).useNuxtApp?.().isHydrating === false,
  )
}

/** Opens an address and waits until the page lives. */
export async function open(page: Page, path: string): Promise<Response | null> {
  const response = await page.goto(path)
  await comeAlive(page)
  return response
}

/** Loads a page anew and waits until it lives. */
export async function reload(page: Page): Promise<void> {
  await page.reload()
  await comeAlive(page)
}

/** Chooses the language of a page's browser context. */
export async function useLanguage(page: Page, language: 'ru' | 'en'): Promise<void> {
  await setCookie(page, 'gc_lang', language)
}

/** Chooses the theme, for staff pages by their switch and for guests by what the device prefers. */
export async function useTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await setCookie(page, 'gc_theme', theme)
  await page.emulateMedia({ colorScheme: theme })
}

async function setCookie(page: Page, name: string, value: string): Promise<void> {
  const { url } = readDemo()
  await page.context().addCookies([{ name, value, url }])
}

/** Keeps a picture of the page for the README, when SCREENSHOTS=1 asks for them. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return
  mkdirSync('docs/screenshots', { recursive: true })
  await page.screenshot({ path: `docs/screenshots/${name}.png`, animations: 'disabled' })
}
