import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, open, signIn, test, useLanguage, useTheme } from './fixtures'
import { screens } from './screens'

const languages = ['ru', 'en'] as const
const themes = ['light', 'dark'] as const

type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page']

/** What axe finds serious or critical, with the places, one line each. */
async function barriers(page: AxePage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}): ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`))
}

/** Whether a page is shown on a dark ground: its own, or the browser's where it has none. */
const isDark = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d')!
    canvas.fillStyle = 'Canvas'
    canvas.fillRect(0, 0, 1, 1)
    for (const element of [document.documentElement, document.body]) {
      canvas.fillStyle = getComputedStyle(element).backgroundColor
      canvas.fillRect(0, 0, 1, 1)
    }
    return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)) < 128
  })

/** Waits until colours have changed that change slowly. */
const coloursRest = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.allSettled(document.getAnimations().flatMap((each) => (each instanceof CSSTransition ? [each.finished] : []))),
  )

test.describe('no barrier that is serious or critical', () => {
  for (const [name, { path, role }] of Object.entries(screens)) {
    test(name, async ({ page, demo }) => {
      if (role) await signIn(page, role)
      for (const language of languages) {
        await useLanguage(page, language)
        const response = await open(page, path(demo))
        expect(response?.status()).toBe(200)
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expect(page.locator('h1').first()).toBeVisible()
        for (const theme of themes) {
          // Without a choice of theme a page follows the device, also while it is open.
          await page.emulateMedia({ colorScheme: theme })
          await expect.poll(() => isDark(page)).toBe(theme === 'dark')
          await coloursRest(page)
          expect.soft(await barriers(page), `${name}, ${language}, ${theme}`).toEqual([])
        }
        // An address that differs behind its # alone would not be loaded again.
        await page.goto('about:blank')
      }
    })
  }

  test('/i/<token>, in the language of the guest', async ({ page, api }) => {
    for (const locale of ['RU', 'EN'] as const) {
      const guest = await api.invite({ locale })
      for (const theme of themes) {
        await useTheme(page, theme)
        expect((await open(page, guest.invitePath))?.status()).toBe(200)
        await expect(page.locator('html')).toHaveAttribute('lang', locale.toLowerCase())
        expect.soft(await barriers(page), `${locale}, ${theme}`).toEqual([])
      }
    }
  })

  test('the check itself finds one', async ({ page }) => {
    await page.setContent(
      '<html lang="en"><title>x</title><main><h1>x</h1><p style="color:#ccc;background:#fff">pale</p><img src="data:,"></main></html>',
    )
    expect((await barriers(page)).map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(['color-contrast', 'image-alt']))
  })
})

test.describe('no page asks anybody but the server', () => {
  for (const [name, { path, role }] of Object.entries(screens)) {
    test(name, async ({ page, demo }) => {
      const strangers: string[] = []
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url())
        if (origin !== new URL(demo.url).origin && !['data:', 'blob:'].includes(protocol)) strangers.push(request.url())
      })
      if (role) await signIn(page, role)
      await open(page, path(demo))
      await page.waitForLoadState('load')
      expect(strangers).toEqual([])
    })
  }
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a guest has everything of their pass', async ({ page, api }) => {
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.resourceType()))
    const guest = await api.invite({ name: 'Élodie Müller' })
    const response = await open(page, guest.invitePath)
    expect(response?.headers()['cache-control']).toContain('no-store')
    await expect(page.getByText('Élodie Müller').first()).toBeVisible()
    await expect(page.locator('svg[role=img]').first()).toBeVisible()
    await expect(page.getByRole('link', { name: /calendar/i })).toBeVisible()
    expect(requests).not.toContain('script')
  })

  test('staff can sign in', async ({ page, demo }) => {
    await page.goto('/sign-in')
    await page.locator('input[type=email]').fill(demo.users.host.email)
    await page.locator('input[type=password]').fill(demo.users.host.password)
    await page.locator('button[type=submit]').click()
    await expect(page).not.toHaveURL(/sign-in/)
    expect((await page.context().cookies()).some(({ name }) => name === 'gc_session')).toBe(true)
  })
})
