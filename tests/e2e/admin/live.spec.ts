import type { Page, WebSocketRoute } from '@playwright/test'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

/** Puts the test between the page and the server's WebSocket, so that it can be cut. */
async function cuttable(page: Page) {
  const open = new Set<WebSocketRoute>()
  let isCut = false
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    if (isCut) return void socket.close({ code: 1013 })
    socket.connectToServer()
    open.add(socket)
  })
  return {
    cut: async () => {
      isCut = true
      await Promise.all([...open].map((socket) => socket.close({ code: 1012 })))
      open.clear()
    },
    mend: () => {
      isCut = false
    },
  }
}

const isLive = (page: Page) => expect(page.getByRole('status').filter({ hasText: /^\s*Live\s*$/ })).toBeVisible()

test('a scan at the gate is on the board within two seconds, without a reload', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  await useLanguage(page, 'en')
  const guest = await api.invite()
  await open(page, `/admin/live?site=${demo.site.id}`)
  await isLive(page)
  const row = page.locator('[data-feed] [data-checkin]', { hasText: guest.visitorName })
  await expect(row).toHaveCount(0)

  await api.scan(guest.code)
  await expect(row).toHaveCount(1, { timeout: 2_000 })
  await expect(page.locator(`[data-inside="${guest.visitPassId}"]`)).toContainText(guest.visitorName)
  await api.scan(guest.code)
  await expect(row.filter({ hasText: 'Already used' })).toHaveCount(1, { timeout: 2_000 })
  await screenshot(page, 'live-board')
  await api.scan(guest.code, 'EXIT')
  await expect(page.locator(`[data-inside="${guest.visitPassId}"]`)).toHaveCount(0, { timeout: 2_000 })
  await expect(row).toHaveCount(3)
})

test('a lost connection says so and comes back without a gap or a repeat', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  await useLanguage(page, 'en')
  const guests = [await api.invite(), await api.invite(), await api.invite(), await api.invite()]
  const connection = await cuttable(page)
  await open(page, `/admin/live?site=${demo.site.id}`)
  await isLive(page)
  const rowOf = (name: string) => page.locator('[data-feed] [data-checkin]', { hasText: name })

  await api.scan(guests[0]!.code)
  await expect(rowOf(guests[0]!.visitorName)).toHaveCount(1)
  await connection.cut()
  await expect(page.getByRole('status').filter({ hasText: 'lost' })).toBeVisible()
  await api.scan(guests[1]!.code)
  await api.scan(guests[2]!.code)
  await expect(rowOf(guests[2]!.visitorName)).toHaveCount(0)
  connection.mend()
  await isLive(page)
  await api.scan(guests[3]!.code)
  await expect(rowOf(guests[3]!.visitorName)).toHaveCount(1)
  for (const guest of guests) await expect(rowOf(guest.visitorName)).toHaveCount(1)
})

test('the gate filter stands in the address and narrows the feed, also for what comes', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  await useLanguage(page, 'en')
  const [here, there] = [await api.invite(), await api.invite()]
  const parking = demo.gates[1]!
  await open(page, `/admin/live?site=${demo.site.id}`)
  await page.getByRole('link', { name: parking.name }).click()
  await expect(page).toHaveURL(new RegExp(`gate=${parking.id}`))
  await isLive(page)
  await api.scan(there.code, 'ENTRY', demo.gates[0]!.id)
  await api.scan(here.code, 'ENTRY', parking.id)
  const feed = page.locator('[data-feed]')
  await expect(feed.locator('[data-checkin]', { hasText: here.visitorName })).toHaveCount(1)
  await expect(feed.locator('[data-checkin]', { hasText: there.visitorName })).toHaveCount(0)
})

test('the queue says who is here, who is late and who is due, as guests say it and come', async ({ page, api, demo, browser }) => {
  await signIn(page, 'operator')
  await useLanguage(page, 'en')
  const [due, here] = [await api.invite({ startsIn: 10 }), await api.invite({ startsIn: 10 })]
  await open(page, `/admin/live?site=${demo.site.id}`)
  await isLive(page)
  const queue = page.locator('[data-queue]')
  await expect(queue.locator(`[data-queued="${due.visitPassId}"]`)).toHaveAttribute('data-kind', 'DUE')
  const phone = await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false })
  const guest = await phone.newPage()
  await guest.goto(here.invitePath)
  await guest.getByRole('button', { name: 'I am here' }).click()
  await expect(queue.locator(`[data-queued="${here.visitPassId}"]`)).toContainText('Here since')
  await guest.goto(due.invitePath)
  await guest.getByRole('button', { name: '20 min' }).click()
  await expect(queue.locator(`[data-queued="${due.visitPassId}"]`)).toContainText('20 min late')
  await phone.close()
  await api.scan(here.code)
  await expect(queue.locator(`[data-queued="${here.visitPassId}"]`)).toHaveCount(0)
})

test('what was denied is listed alone, also as it comes, and a wall screen shows nothing but the board', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  await useLanguage(page, 'en')
  const guest = await api.invite()
  await api.scan(guest.code)
  await open(page, `/admin/live?site=${demo.site.id}`)
  await isLive(page)
  const row = page.locator('[data-feed] [data-checkin]', { hasText: guest.visitorName })
  await expect(row).toHaveCount(1)
  await page.getByRole('link', { name: 'Denied and conflicts' }).click()
  await expect(page).toHaveURL(/verdict=refused/)
  await expect(row).toHaveCount(0)
  await isLive(page)
  await api.scan(guest.code)
  await expect(row).toHaveCount(1)
  await expect(row).toHaveAttribute('data-result', 'DENIED')

  await page.getByRole('link', { name: 'For a wall screen' }).click()
  await expect(page).toHaveURL(/wall=1/)
  await expect(page.getByRole('navigation', { name: 'Sections' })).toHaveCount(0)
  await expect(row).toHaveCount(1)
  await screenshot(page, 'live-wall')
  await page.getByRole('link', { name: 'Leave the wall screen' }).click()
  await expect(page.getByRole('link', { name: 'Open a scanner' })).toBeVisible()
})
