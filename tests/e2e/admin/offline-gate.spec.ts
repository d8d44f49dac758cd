import type { Browser, Page } from '@playwright/test'
import type { Demo } from '../../integration/built-server'
import type { Api } from '../api'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'
import { openGate, type GateScreen } from './gate-screen'

const addDocument = `mutation ($input: AddDeviceInput!) { addDevice(input: $input) {
  ... on AddDeviceSuccess { device { id } enrolment { code } } ... on UserError { message } } }`
const revokeDocument = 'mutation ($input: RevokeDeviceInput!) { revokeDevice(input: $input) { __typename } }'

/** A tablet that was enrolled at a gate of its own, with its screen open. */
interface Tablet {
  page: Page
  gate: GateScreen
  /** Of the device. */
  id: string
}

const runAs = async <T>(page: Page, { graphql }: Demo, query: string, variables: object): Promise<T> => {
  const response = await page.request.post(graphql, { data: { query, variables }, headers: { 'apollo-require-preflight': '1' } })
  return ((await response.json()) as { data: T }).data
}

async function enrol(page: Page, browser: Browser, demo: Demo): Promise<Tablet> {
  await signIn(page, 'orgAdmin')
  const gateId = demo.gates[0]!.id
  const input = { name: `Tablet ${crypto.randomUUID().slice(0, 8)}`, gateId, mayAdmit: true, mayCheckOut: true }
  const { addDevice } = await runAs<{ addDevice: { device: { id: string }; enrolment: { code: string } } }>(page, demo, addDocument, {
    input,
  })
  const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 820, height: 1180 } })
  const tablet = await context.newPage()
  await useLanguage(tablet, 'en')
  await open(tablet, `/enrol#${addDevice.enrolment.code}`)
  await tablet.getByRole('button', { name: 'Enrol this device' }).click()
  await expect(tablet).toHaveURL(/\/admin\/gates\//)
  const gate = await openGate(tablet, gateId)
  return { page: tablet, gate, id: addDevice.device.id }
}

const isReady = (tablet: Page) => expect(tablet.locator('[data-connection]')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 })

/** What the log of a pass says, newest first. */
const logOf = async (api: Api, id: string) => {
  const { node } = await api.graphql<{ node: { checkins: { edges: { node: { result: string; isOffline: boolean } }[] } } }>(
    '{ node(id: "' + id + '") { ... on VisitPass { checkins(first: 5) { edges { node { result isOffline } } } } } }',
  )
  return node.checkins.edges.map(({ node: { result, isOffline } }) => `${result}${isOffline ? ' offline' : ''}`)
}

test('a tablet whose network is cut admits whom it knows, once, opens anew, and tells of it when the network is back', async ({
  page,
  browser,
  demo,
  api,
}) => {
  const [known, other] = [await api.invite(), await api.invite()]
  const { page: tablet, gate } = await enrol(page, browser, demo)
  await isReady(tablet)
  await tablet.context().setOffline(true)
  await expect(tablet.getByText('No connection. This device decides by its list')).toBeVisible()

  await gate.type(known.code)
  await gate.shows('admitted', 'Admitted', known.visitorName, 'Decided by this device')
  await screenshot(tablet, 'offline-admitted')
  await tablet.keyboard.press('Escape')
  await gate.type(known.code)
  await gate.shows('denied', 'This pass was used already.')
  await screenshot(tablet, 'offline-denied')

  // Without a network the page opens again, and knows what it did before.
  await tablet.reload()
  await expect(tablet.getByText('2 scans wait to be sent.')).toBeVisible()
  await expect(gate.field).toBeFocused()
  await gate.type(known.code)
  await gate.shows('denied', 'This pass was used already.')
  await tablet.keyboard.press('Escape')
  // Meanwhile somebody else lets the same guest in elsewhere.
  await gate.type(other.code)
  await gate.shows('admitted', 'Admitted', other.visitorName)
  await tablet.keyboard.press('Escape')
  expect(await api.scan(other.code)).toBe('ScanAdmitted')
  await screenshot(tablet, 'offline-waiting')

  await tablet.context().setOffline(false)
  await expect(tablet.getByRole('alert')).toContainText(`${other.visitorName}: Already used`)
  await screenshot(tablet, 'offline-conflict')
  await expect(tablet.getByText('wait to be sent')).toBeHidden()
  expect((await logOf(api, known.visitPassId)).toSorted()).toEqual(['ADMITTED offline', 'DENIED offline', 'DENIED offline'])
  expect((await logOf(api, other.visitPassId)).toSorted()).toEqual(['ADMITTED', 'CONFLICT offline'])
  await tablet.context().close()
})

test('a tablet that was revoked keeps nothing but what it could not tell', async ({ page, browser, demo, api }) => {
  const guest = await api.invite()
  const { page: tablet, gate, id } = await enrol(page, browser, demo)
  await isReady(tablet)
  await tablet.context().setOffline(true)
  await gate.type(guest.code)
  await gate.shows('admitted', guest.visitorName)
  await runAs(page, demo, revokeDocument, { input: { deviceId: id } })
  await tablet.context().setOffline(false)
  const kept = () =>
    tablet.evaluate(async () => {
      const [{ name = '' } = {}] = await indexedDB.databases()
      const db = await new Promise<IDBDatabase>((done, fail) => {
        const opening = indexedDB.open(name)
        opening.addEventListener('success', () => done(opening.result))
        opening.addEventListener('error', () => fail(opening.error))
      })
      const count = (store: string) =>
        new Promise<number>((done) => {
          const asked = db.transaction(store).objectStore(store).count()
          asked.addEventListener('success', () => done(asked.result))
        })
      const counts = {
        lines: await count('lines'),
        word: await count('word'),
        scans: await count('scans'),
        pages: (await caches.keys()).length,
      }
      db.close()
      return counts
    })
  await expect.poll(kept, { timeout: 20_000 }).toEqual({ lines: 0, word: 0, scans: 1, pages: 0 })
  await tablet.context().close()
})
