import { expect, type Page } from '@playwright/test'

const dayLength = 86_400_000

/** The ISO week so many weeks from now by the clock of the demo's site, and its Monday to Sunday as `YYYY-MM-DD`. */
export function weekFromNow(count: number): { week: string; days: string[] } {
  const today = new Date(`${new Date().toLocaleDateString('en-CA', { timeZone: 'Europe/Moscow' })}T00:00Z`)
  const monday = new Date(today.getTime() + (count * 7 - ((today.getUTCDay() + 6) % 7)) * dayLength)
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => new Date(monday.getTime() + day * dayLength).toISOString().slice(0, 10))
  const thursday = new Date(`${days[3]}T00:00Z`)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  const number = 1 + Math.floor((thursday.getTime() - first) / dayLength / 7)
  return { week: `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`, days }
}

/** Opens the calendar at a week and waits until its grid can be used. */
export async function openWeek(page: Page, week: string, view = 'week'): Promise<void> {
  await page.goto(`/host?week=${week}&view=${view}`)
  await expect(page.getByRole('application')).toBeVisible()
  await expect(page.locator('[data-hour="10:00"]')).toBeVisible()
}

/** A name that no other test uses. */
export const someGuest = (): string => `Guest ${crypto.randomUUID().slice(0, 8)}`
