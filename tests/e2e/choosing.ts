import type { Locator } from '@playwright/test'

/** Chooses of a list by a part of what it says: of colleagues their position stands beside the name. */
export async function choose(list: Locator, part: string): Promise<void> {
  const option = list.locator('option', { hasText: part })
  await option.first().waitFor({ state: 'attached' })
  await list.selectOption(await option.first().getAttribute('value'))
}
