import type { Page } from '@playwright/test'
import { expect, signIn, test, useLanguage } from '../fixtures'
import { manyVisits, openWeek, weekFromNow } from './weeks'

test.use({ timezoneId: 'Europe/Moscow', viewport: { width: 1440, height: 900 } })

/** A page that notes its tasks of more than 50 ms: what the browser calls long. */
async function noteLongTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const noted: number[] = []
    const note = (entries: PerformanceEntryList) => noted.push(...entries.map(({ duration }) => duration))
    const observer = new PerformanceObserver((list) => note(list.getEntries()))
    observer.observe({ type: 'longtask' })
    // A task is told of when it is over: the one that draws what was waited for is not yet.
    const over = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const tasks = async () => {
      await over()
      note(observer.takeRecords())
      return noted
    }
    Object.assign(window, { longTasks: tasks })
  })
  return () => page.evaluate(() => (window as unknown as { longTasks: () => Promise<number[]> }).longTasks())
}

/**
 * Waits in the page until it says something. A waiting `expect` describes the whole page each time that it finds nothing, which takes
 * longer than anything that is measured here.
 * @returns fulfilled when it is said
 */
async function noteSaid(page: Page, words: string): Promise<() => Promise<void>> {
  await page.evaluate((text) => {
    const said = new Promise<void>((resolve) => {
      const look = new MutationObserver(() => {
        if (!document.querySelector('li[data-state="open"]')?.textContent?.includes(text)) return
        look.disconnect()
        resolve()
      })
      look.observe(document.body, { childList: true, subtree: true })
    })
    Object.assign(window, { said })
  }, words)
  return () => page.evaluate(() => (window as unknown as { said: Promise<void> }).said)
}

/** The longest task of a drag, in milliseconds. */
const longest = 100

test('with 500 visits in a week, no task of a drag takes more than 100 ms', async ({ page, api }) => {
  test.slow()
  const { week, days } = weekFromNow(12)
  await manyVisits(api, days, 500)
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await openWeek(page, week)
  const card = page.getByRole('application').locator(`[data-day="${days[2]}"] [data-visit]`).first()
  await expect(card).toBeVisible()
  await expect(page.getByText('more visits than')).toHaveCount(0)
  const box = await card.boundingBox()
  const [one, two] = [await page.locator('[data-hour="10:00"]').boundingBox(), await page.locator('[data-hour="11:00"]').boundingBox()]
  if (!box || !one || !two) throw new Error('The grid is not shown')
  const hour = two.y - one.y
  const tasks = await noteLongTasks(page)
  const said = await noteSaid(page, 'The visit is changed')
  await page.mouse.move(box.x + 12, box.y + 6)
  await page.mouse.down()
  for (let step = 1; step <= 40; step++) await page.mouse.move(box.x + 12 + step * 4, box.y + 6 + (hour / 20) * step)
  await expect(page.locator('[data-ghost]').first()).toBeVisible()
  await page.mouse.up()
  await said()
  const noted = await tasks()
  process.stdout.write(`Long tasks of a drag over 500 visits: ${noted.map((task) => Math.round(task)).join(', ') || 'none'} ms\n`)
  expect(Math.max(0, ...noted)).toBeLessThanOrEqual(longest)
})
