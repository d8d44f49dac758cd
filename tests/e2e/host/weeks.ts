import { expect, type Locator, type Page } from '@playwright/test'
import type { Api } from '../api'
import { open } from '../fixtures'

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
  await open(page, `/host?week=${week}&view=${view}`)
  await expect(page.getByRole('application')).toBeVisible()
  await expect(page.locator('[data-hour="10:00"]')).toBeVisible()
}

/** The line of a visit in the list, shown also where its day has so many that the first of them are. */
export async function lineOf(page: Page, appointmentId: string): Promise<Locator> {
  await open(page, '/host?view=list')
  const line = page.locator(`[data-visit="${appointmentId}"]`).first()
  const more = page.getByRole('button', { name: /^Show \d+ more$/ })
  await expect(line.or(more).first()).toBeVisible()
  // Which day it is on depends on the hour of the clock.
  while (!(await line.isVisible()) && (await more.count()) > 0) await more.first().click()
  await expect(line).toBeVisible()
  return line
}

/** A name that no other test uses. */
export const someGuest = (): string => `Guest ${crypto.randomUUID().slice(0, 8)}`

interface Places {
  sites: { edges: { node: { id: string } }[] }
  hosts: { edges: { node: { id: string } }[] }
}

const placesDocument = '{ sites(first: 1) { edges { node { id } } } hosts(first: 3) { edges { node { id } } } }'
const inviteDocument = 'mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) { __typename ... on UserError { message } } }'

/** Books visits in the working hours of some days, from seven in the morning to seven in the evening by the clock of the demo's site. */
export async function manyVisits(api: Api, days: string[], count: number): Promise<void> {
  const { sites, hosts } = await api.graphql<Places>(placesDocument)
  const siteId = sites.edges[0]?.node.id
  const bookOne = async (place: number): Promise<void> => {
    const minutes = 7 * 60 + (Math.floor(place / days.length) % 48) * 15
    const startsAt = new Date(Date.parse(`${days[place % days.length]}T00:00+03:00`) + minutes * 60_000)
    const endsAt = new Date(startsAt.getTime() + (30 + (place % 3) * 30) * 60_000)
    const hostId = hosts.edges[place % hosts.edges.length]?.node.id
    const input = { visitor: { name: `Guest Number ${place}` }, siteId, hostId, startsAt, endsAt }
    const { inviteGuest } = await api.graphql<{ inviteGuest: { __typename: string } }>(inviteDocument, { input })
    expect(inviteGuest.__typename).toBe('InviteGuestSuccess')
  }
  const waiting = Array.from({ length: count }, (_, place) => place)
  const work = async (): Promise<void> => {
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) await bookOne(place)
  }
  await Promise.all(Array.from({ length: 6 }, work))
}
