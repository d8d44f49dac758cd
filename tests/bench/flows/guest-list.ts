import { randomUUID } from 'node:crypto'
import type { Product } from '../fixture/product.ts'
import { atMost, type Row } from '../table.ts'

const rowCount = 10_000
const perPart = 100

type Ask = <T>(query: string, variables?: object) => Promise<T>

const asker = (url: string, key: string): Ask => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  return async <T>(query: string, variables: object = {}) => {
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    const { data, errors } = (await response.json()) as { data?: T; errors?: unknown }
    if (!data || errors) throw new Error(JSON.stringify(errors))
    return data
  }
}

const pageDocument = `{ appointments(first: 20) { edges { node { id title startsAt visitPasses(first: 5) { edges { node { id status } } } } } } }`
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Asks for a page twenty times a second. @returns stops it and tells the 99th percentile, in milliseconds */
function watchLatency(ask: Ask): () => Promise<number> {
  const took: number[] = []
  const asked: Promise<void>[] = []
  const once = async () => {
    const began = performance.now()
    await ask(pageDocument)
    took.push(performance.now() - began)
  }
  const timer = setInterval(() => asked.push(once()), 50)
  return async () => {
    clearInterval(timer)
    await Promise.all(asked)
    return took.toSorted((one, other) => one - other)[Math.floor(took.length * 0.99)] ?? Number.NaN
  }
}

interface Answer {
  guestList: { id: string; badRows: number; duplicateRows: number }
}

async function makeList(ask: Ask, siteId: string): Promise<string> {
  const { hosts } = await ask<{ hosts: { edges: { node: { id: string } }[] } }>('{ hosts(first: 1) { edges { node { id } } } }')
  const startsAt = new Date(Date.now() + 86_400_000)
  const hours = { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString() }
  const input = { siteId, hostId: hosts.edges[0]?.node.id, title: 'Open day', ...hours }
  const made = await ask<{ createGuestList: Answer }>(
    'mutation ($input: CreateGuestListInput!) { createGuestList(input: $input) { ... on CreateGuestListSuccess { guestList { id } } } }',
    { input },
  )
  const guestListId = made.createGuestList.guestList.id
  for (let position = 0; position * perPart < rowCount; position++) {
    const rows = Array.from({ length: perPart }, (_, place) => {
      const line = position * perPart + place + 1
      return { line, name: `Анна Петрова ${line}`, email: `guest-${randomUUID()}@guest.example`, company: 'ООО «Пример»' }
    })
    await ask(
      'mutation ($input: AddGuestListRowsInput!) { addGuestListRows(input: $input) { ... on AddRowsToGuestListSuccess { guestList { id } } } }',
      { input: { guestListId, position, rows } },
    )
  }
  return guestListId
}

async function invite(ask: Ask, guestListId: string): Promise<{ seconds: number; invited: number }> {
  const began = performance.now()
  await ask('mutation ($input: StartGuestListInput!) { startGuestList(input: $input) { __typename } }', { input: { guestListId } })
  for (;;) {
    const { node } = await ask<{ node: { status: string; invitedRows: number } }>(
      'query ($id: ID!) { node(id: $id) { ... on GuestList { status invitedRows } } }',
      { id: guestListId },
    )
    const seconds = (performance.now() - began) / 1_000
    if (node.status !== 'RUNNING') return { seconds, invited: node.invitedRows }
    await pause(250)
  }
}

/** Waits until the worker has signed the passes of the list. @returns seconds since then */
async function untilSigned(product: Product): Promise<number> {
  const began = performance.now()
  for (;;) {
    const [row] = await product.db.query<{ left: bigint }[]>("SELECT COUNT(*) AS `left` FROM visit_passes WHERE status = 'DRAFT'")
    if (Number(row?.left) === 0) return (performance.now() - began) / 1_000
    await pause(500)
  }
}

/** A list of 10,000 guests: sent, checked and invited, and what pages notice of it meanwhile. */
export async function guestList(product: Product): Promise<Row[]> {
  const [web, worker] = [await product.startWeb('web'), await product.startWorker()]
  const ask = asker(web.url, product.demo.apiKey)
  try {
    for (let index = 0; index < 40; index++) await ask(pageDocument)
    const quiet = watchLatency(ask)
    await pause(10_000)
    const before = await quiet()
    const began = performance.now()
    const id = await makeList(ask, product.demo.site.id)
    const sent = (performance.now() - began) / 1_000
    const busy = watchLatency(ask)
    const { seconds, invited } = await invite(ask, id)
    const signed = await untilSigned(product)
    const during = await busy()
    const notes = `${invited} invited; sent and checked before in ${sent.toFixed(1)} s, all passes signed ${signed.toFixed(1)} s after`
    return [
      atMost('list of 10,000 guests', seconds, 60, 's', notes),
      atMost('its p99 of a page', during / before, 2, '', `${before.toFixed(1)} ms before, ${during.toFixed(1)} ms meanwhile`),
    ]
  } finally {
    await Promise.all([web.stop(), worker.stop()])
  }
}
