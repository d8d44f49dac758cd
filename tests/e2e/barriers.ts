import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, reload, useTheme } from './fixtures'

/** Nothing serious stands in anybody's way in what a page shows now: also in what was opened on it. */
export async function noBarriersNow(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [id, nodes[0]?.target]),
  ).toEqual([])
}

/** Nothing serious stands in anybody's way on a page, by day and by night; it is loaded anew for that. */
export async function noBarriers(page: Page): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await useTheme(page, theme)
    await reload(page)
    await noBarriersNow(page)
  }
}
