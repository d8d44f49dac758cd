import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { Demo } from '../../integration/built-server'
import { expect, open, signIn, test, useLanguage } from '../fixtures'

/** A table of the page as rows of texts, its head first. */
const tableOf = (page: Page, name: string): Promise<string[][]> =>
  page
    .getByRole('region', { name, exact: true })
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')))

/** Saves the CSV of a section. @returns its rows of cells, the head first, and what the file is called */
async function savedOf(page: Page, title: string): Promise<{ name: string; text: string; rows: string[][] }> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: `${title}: save as CSV` }).click()
  const file = await download
  const text = readFileSync(await file.path(), 'utf8')
  const rows = text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
  return { name: file.suggestedFilename(), text, rows }
}

const figure = async (page: Page, name: string) => Number(await page.locator(`[data-figure="${name}"] [data-value]`).textContent())

/** A site of its own, at which nothing else happens, with a gate. @returns their ids */
async function makePlace(page: Page, demo: Demo): Promise<{ siteId: string; gateId: string }> {
  const ask = async <T>(query: string, input: object): Promise<T> => {
    const response = await page.request.post(demo.graphql, { data: { query, variables: { input } } })
    return ((await response.json()) as { data: T }).data
  }
  const name = `Annex ${crypto.randomUUID().slice(0, 8)}`
  const createSite = 'mutation ($input: CreateSiteInput!) { createSite(input: $input) { ... on CreateSiteSuccess { site { id } } } }'
  const createGate = 'mutation ($input: CreateGateInput!) { createGate(input: $input) { ... on CreateGateSuccess { gate { id } } } }'
  const site = { name, timeZone: 'Europe/Moscow', identityCheck: false }
  const siteId = (await ask<{ createSite: { site: { id: string } } }>(createSite, site)).createSite.site.id
  const gateId = (await ask<{ createGate: { gate: { id: string } } }>(createGate, { siteId, name: 'Gate' })).createGate.gate.id
  return { siteId, gateId }
}

test('what happens at the gate is counted; the figures of the page, its tables and its files are the same', async ({ page, api, demo }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  const { siteId, gateId } = await makePlace(page, demo)
  const path = `/admin/statistics?period=7&site=${siteId}`
  await open(page, path)
  await expect(page.getByText('Nothing yet')).toBeVisible()
  const guest = await api.invite({ siteId })
  expect(await api.scan(guest.code, 'ENTRY', gateId)).toBe('ScanAdmitted')
  expect(await api.scan(guest.code, 'ENTRY', gateId)).toBe('ScanDenied')
  expect(await api.scan(guest.code, 'EXIT', gateId)).toBe('ScanAdmitted')
  await expect(async () => {
    await open(page, path)
    expect(await figure(page, 'denied')).toBe(1)
    await expect(page.getByRole('region', { name: 'Length of stay by day: table' })).toContainText('0 min')
  }).toPass({ timeout: 40_000 })
  for (const name of ['expected', 'came', 'entries', 'people', 'mostInside']) expect(await figure(page, name), name).toBe(1)

  const shown = await tableOf(page, 'Visits by day: table')
  const saved = await savedOf(page, 'Visits by day')
  expect(saved.text.startsWith('\uFEFF')).toBe(true)
  expect(saved.name).toMatch(/^visits-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/)
  expect(saved.rows[0]).toEqual(['Day', 'Expected', 'Came', 'Did not come', 'Entries', 'People', 'Denied'])
  expect(saved.rows.map((row) => row.slice(1))).toEqual(shown.map((row) => row.slice(1)))
  expect(saved.rows).toHaveLength(8)
  const sum = (column: number) => saved.rows.slice(1).reduce((total, row) => total + Number(row[column]), 0)
  for (const [place, name] of ['expected', 'came', 'noShows', 'entries', 'people', 'denied'].entries())
    expect(sum(place + 1), name).toBe(await figure(page, name))

  const hours = (await savedOf(page, 'Entries by hour and day of the week')).rows.slice(1).flatMap((row) => row.slice(1).map(Number))
  expect(hours.reduce((total, entries) => total + entries, 0)).toBe(await figure(page, 'entries'))
  const denials = await savedOf(page, 'Scans denied by reason')
  expect(denials.rows.slice(1)).toEqual((await tableOf(page, 'Scans denied by reason: table')).slice(1))
  expect(denials.rows.flat()).toContain('Already used')
})

test('period, site and department stand in the address and are chosen by keyboard', async ({ page, demo }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'operator')
  await open(page, '/admin')
  await page.getByRole('link', { name: 'Statistics' }).first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Statistics')
  await expect(page.getByLabel('Period')).toHaveValue('30')

  await page.getByLabel('Period').focus()
  await page.keyboard.type('From')
  await page.keyboard.press('Tab')
  await expect(page).toHaveURL(/[?&]period=custom/)
  await open(page, '/admin/statistics?period=custom&from=2020-03-01&to=2020-03-31')
  await expect(page.getByLabel('First day')).toHaveValue('2020-03-01')
  await expect(page.locator('[data-period]')).toContainText('Mar 1')
  await expect(page.locator('[data-period]')).toContainText('Jan 30')
  await expect(page.getByText('Nothing yet')).toBeVisible()

  await page.getByLabel('Period').selectOption('7')
  await expect(page).toHaveURL(/period=7/)
  await page.getByLabel('Site', { exact: true }).selectOption(demo.site.id)
  await expect(page).toHaveURL(new RegExp(`period=7.*site=${demo.site.id}|site=${demo.site.id}.*period=7`))
  const region = page.getByRole('region', { name: 'Visits by day: table' })
  await region.focus()
  await expect(region).toBeFocused()

  await open(page, '/admin/statistics?site=U2l0ZTowMTk&period=7')
  await expect(page.getByText('This site or department is not there')).toBeVisible()
  await page.goBack()
})

test('a host sees figures of their own guests only through the API, and no link to the page', async ({ page, demo }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'host')
  await open(page, '/host')
  await expect(page.getByRole('link', { name: 'Statistics' })).toHaveCount(0)
  const query = `query { statisticsScope { sites { id } } statistics(from: "2020-03-01", to: "2020-03-31") { totals { mostInside } } }`
  const answer = (await (await page.request.post(demo.graphql, { data: { query } })).json()) as {
    data: { statistics: { totals: { mostInside: number | null } } }
  }
  expect(answer.data.statistics.totals.mostInside).toBeNull()
})
