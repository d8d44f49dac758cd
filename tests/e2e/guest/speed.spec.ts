import { gzipSync } from 'node:zlib'
import { expect, test } from '../fixtures'

test.use({ viewport: { width: 390, height: 844 } })

const gzipped = (body: Buffer | string) => gzipSync(body).length

test('guest pages are small, and their one script smaller', async ({ page, api, demo }) => {
  const guest = await api.invite({ title: 'Interview', startsIn: 60 })
  const sizes: string[] = []
  for (const path of ['', '/vehicle', '/nonsense']) {
    const html = await (await fetch(`${demo.url}${guest.invitePath}${path}`)).text()
    sizes.push(`${path || '/'} ${gzipped(html)}`)
    expect(gzipped(html), path).toBeLessThan(30_000)
    const scripts = [...html.matchAll(/<script\b[^>]*>(.*?)<\/script>/gs)].map(([, text]) => text ?? '')
    expect(scripts).toHaveLength(path === '' ? 1 : 0)
    const worker = await (await fetch(`${demo.url}/pass-worker.js`)).text()
    const all = scripts.join('').length + worker.length
    if (path === '') sizes.push(`script ${scripts.join('').length}, its worker ${worker.length}`)
    expect(all).toBeLessThan(3_000)
  }
  process.stdout.write(`\nGuest pages, bytes gzipped: ${sizes.join(' · ')}\n`)
  expect((await page.goto(guest.invitePath))?.status()).toBe(200)
})

test('the pass is painted within 1.5 s on a slow phone with a slow network', async ({ page, api }) => {
  const guest = await api.invite({ title: 'Interview' })
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  const [latency, throughput] = [150, (1.6 * 1024 * 1024) / 8]
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.addInitScript(() => {
    new PerformanceObserver((list) => Object.assign(globalThis, { painted: list.getEntries().at(-1)?.startTime })).observe({
      type: 'largest-contentful-paint',
      buffered: true,
    })
  })
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    await page.goto(guest.invitePath, { waitUntil: 'load' })
    const painted = () => page.evaluate(() => (globalThis as { painted?: number }).painted ?? 0)
    await expect.poll(painted).toBeGreaterThan(0)
    times.push(await painted())
  }
  const median = times.toSorted((one, other) => one - other)[2] ?? Infinity
  process.stdout.write(`\nLargest contentful paint of the pass: ${times.map(Math.round).join(', ')} ms, median ${Math.round(median)} ms\n`)
  expect(median).toBeLessThan(1_500)
})
