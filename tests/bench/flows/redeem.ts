import { Agent, request } from 'node:http'
import { rearm } from '../fixture/data-set.ts'
import { poolSize, type Product } from '../fixture/product.ts'
import type { Program } from '../fixture/processes.ts'
import type { Row } from '../table.ts'
import { scanBody } from './scan.ts'

/** How many scan one pass at once, and in how many rounds: 200 in all. */
const trials: [parallel: number, rounds: number][] = [
  [2, 80],
  [10, 80],
  [100, 30],
  [500, 10],
]

const agent = new Agent({ keepAlive: true, maxSockets: 300 })

function post(url: string, token: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) }
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.once('end', () => resolve(text))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

interface Outcome {
  admitted: number
  /** Answers that are neither an admission nor a denial. */
  neither: number
}

/** All scans of one pass at once, in turns to each process. */
async function race(product: Product, programs: Program[], code: string, parallel: number): Promise<Outcome> {
  const answers = await Promise.all(
    Array.from({ length: parallel }, (_, index) =>
      post(programs[index % programs.length]?.url ?? '', product.demo.deviceToken, scanBody(product, code)),
    ),
  )
  const admitted = answers.filter((answer) => answer.includes('"ScanAdmitted"')).length
  return { admitted, neither: answers.filter((answer) => !/"Scan(Admitted|Denied)"/.test(answer)).length }
}

async function run(product: Product, programs: Program[], rounds: [number, number][]) {
  const seen = { rounds: 0, exact: 0, most: 0, neither: 0 }
  for (const [parallel, count] of rounds) {
    for (let round = 0; round < count; round++) {
      const outcome = await race(product, programs, product.codes[seen.rounds] ?? '', parallel)
      seen.rounds++
      seen.exact += outcome.admitted === 1 ? 1 : 0
      seen.most = Math.max(seen.most, outcome.admitted)
      seen.neither += outcome.neither
    }
  }
  return seen
}

/** Every admission in the table of check-ins is counted too: what was answered and what was recorded must agree. */
async function recordedTwice(product: Product): Promise<number> {
  const rows = await product.db.query<unknown[]>(
    `SELECT visit_pass_id FROM checkin_logs WHERE organization_id = ? AND result = 'ADMITTED' AND direction = 'ENTRY'
     GROUP BY visit_pass_id HAVING COUNT(*) > 1`,
    [product.organizationId],
  )
  return rows.length
}

/** N parallel scans of a single-use pass against two web processes, and the same without the guard. */
export async function redeem(product: Product): Promise<Row[]> {
  const webs = [await product.startWeb('web-1'), await product.startWeb('web-2')]
  const unguarded = [
    await product.startLimit('scan', poolSize / 2, { GUARD: 'off' }),
    await product.startLimit('scan', poolSize / 2, { GUARD: 'off' }),
  ]
  try {
    await rearm(product.db, product.organizationId)
    const ours = await run(product, webs, trials)
    const twice = await recordedTwice(product)
    await rearm(product.db, product.organizationId)
    const control = await run(product, unguarded, [[10, 10]])
    const row = { ours: '', limit: '' }
    const pass = ours.exact === ours.rounds && ours.neither === 0 && twice === 0
    const notes = `N = ${trials.map(([parallel, rounds]) => `${parallel} × ${rounds}`).join(', ')}; ${ours.neither} unanswered, ${twice} recorded twice`
    return [
      {
        ...row,
        flow: 'double redeem: rounds with exactly one admitted',
        figure: `${ours.exact} of ${ours.rounds}`,
        target: 'all',
        pass,
        notes,
      },
      {
        ...row,
        flow: 'double redeem: most admitted without the guard',
        figure: String(control.most),
        target: '> 1',
        pass: control.most > 1,
        notes: `negative control, N = 10, ${control.exact} of ${control.rounds} rounds exact`,
      },
    ]
  } finally {
    agent.destroy()
    await Promise.all([...webs, ...unguarded].map((program) => program.stop()))
  }
}
