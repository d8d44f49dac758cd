import type { Page } from '@playwright/test'

const named =
  /\b(?:host|hosts|approvals|outsideCalendars|calendarFeeds|guestList|admin|gate|live|nav|common|account|signIn|home|kiosk|walkIn|devconsole|webhooks|apiErrors|errors|visitors)\.[a-zA-Z]+(?:\.[a-zA-Z]+)*\b/g

/** Texts of a page whose place is named instead of what they say. */
export const unsaidOn = async (page: Page): Promise<string[]> => (await page.locator('body').innerText()).match(named) ?? []
