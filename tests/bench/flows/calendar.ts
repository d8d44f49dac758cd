import documents from '../../../shared/generated/gql/persisted-documents.json' with { type: 'json' }
import type { Product } from '../fixture/product.ts'
import { signIn } from '../fixture/sign-in.ts'
import { countStatements } from '../measure/statements.ts'
import { atMost, type Row } from '../table.ts'

const dayLength = 86_400_000

/** Visits that the week under measurement has. */
const visits = 500

/** What the page asks for, as it asks for it. */
const calendarDocument = Object.values(documents).find((document) => document.includes('query HostCalendar('))

/** The Monday of a week that nothing else of the bench uses, and how that week is written. */
function farWeek(): { monday: Date; week: string } {
  const now = new Date()
  const monday = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - ((now.getUTCDay() + 6) % 7) + 7 * 40))
  const thursday = new Date(monday.getTime() + 3 * dayLength)
  const number = 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / dayLength / 7)
  return { monday, week: `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}` }
}

/** Moves visits of the data set into the week, in its working hours. */
async function fillWeek({ db, organizationId }: Product, monday: Date): Promise<void> {
  const rows = await db.query<{ id: string }[]>(
    "SELECT id FROM appointments WHERE organization_id = ? AND status = 'SCHEDULED' ORDER BY id DESC LIMIT ?",
    [organizationId, visits],
  )
  const moved = rows.map(({ id }, place) => {
    const minutes = 6 * 60 + (Math.floor(place / 7) % 40) * 15
    const start = new Date(monday.getTime() + (place % 7) * dayLength + minutes * 60_000)
    return [start, new Date(start.getTime() + 3_600_000), id]
  })
  await db.batch('UPDATE appointments SET starts_at = ?, ends_at = ? WHERE id = ?', moved)
  await db.query('ANALYZE TABLE appointments')
}

const median = (values: number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

/** How long pieces of work take, done in turns so that whatever else the machine does meets all of them. @returns medians in milliseconds */
async function inTurns(works: (() => Promise<unknown>)[], rounds: number): Promise<number[]> {
  const times = works.map((): number[] => [])
  for (let round = -10; round < rounds; round++) {
    for (const [place, work] of works.entries()) {
      const began = performance.now()
      await work()
      if (round >= 0) times[place]?.push(performance.now() - began)
    }
  }
  return times.map(median)
}

/** A week of 500 visits: what it costs the database, and the page from the server beside a bare page and what it asks for. */
export async function calendar(product: Product): Promise<Row[]> {
  const { monday, week } = farWeek()
  await fillWeek(product, monday)
  const web = await product.startWeb('web')
  try {
    const cookie = await signIn(web, product.demo.users.orgAdmin)
    const asking = { cookie, accept: 'application/json', 'content-type': 'application/json' }
    const variables = { from: monday, to: new Date(monday.getTime() + 7 * dayLength), siteId: product.demo.site.id }
    const body = JSON.stringify({ query: calendarDocument, variables })
    const query = async () => (await fetch(`${web.url}/graphql`, { method: 'POST', headers: asking, body })).text()
    const page = (path: string) => async () => (await fetch(`${web.url}${path}`, { headers: { cookie, accept: 'text/html' } })).text()
    const whole = page(`/host?week=${week}&view=week`)
    const [answer, html] = [await query(), await whole()]
    if (answer.split('"startsAt"').length !== visits + 1 || answer.includes('"isCut":true'))
      throw new Error(`The week is another: ${answer.slice(0, 300)}`)
    if (!html.includes('data-visit=')) throw new Error('The page shows no visits')
    const counted = await countStatements(product.db, 20, async () => {
      for (let index = 0; index < 20; index++) await query()
    })
    const [ours = 0, bare = 0, asked = 0] = await inTurns([whole, page('/account/sessions'), query], 100)
    const times = `page ${ours.toFixed(1)} ms, bare page ${bare.toFixed(1)} ms, its query ${asked.toFixed(1)} ms, ${(html.length / 1_000).toFixed(0)} KB of HTML`
    return [
      atMost('calendar week: statements', counted.perRequest, 4, '', counted.kinds),
      {
        ...atMost('calendar week: page to a bare page and its query', ours / (bare + asked), 1.2, '', times),
        figure: (ours / (bare + asked)).toFixed(2),
      },
    ]
  } finally {
    await web.stop()
  }
}
