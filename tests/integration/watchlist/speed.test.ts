import { beforeAll, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { findHits } from '../../../server/domains/watchlist/use-cases/find-hits'
import { keyringOf, type Keyring } from '../../../server/infra/keyring'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { inLatin, madeUpName, schemeNames } from '../../setup/made-up-names'
import { repeatable } from '../../setup/repeatable'
import { asSecurityOfficer } from '../../setup/principals'
import { listMany } from './watching'

/** How many names are on the list: fewer than the 100,000 for which 20 ms are promised, so that the suite stays quick. */
const listed = Number(process.env.WATCHLIST_NAMES ?? 4_000)
const together = 500

let org: TestOrganization
let keyring: Keyring
const names: string[] = []

beforeAll(async () => {
  org = await createOrganization()
  keyring = await keyringOf(org.id)
  const random = repeatable(1)
  while (names.length < listed) {
    const some = Array.from({ length: together }, () => madeUpName(random).join(' '))
    names.push(...some)
    await listMany(org, some)
  }
}, 600_000)

it('a check of one visitor against the whole list takes 20 ms at most, and finds who is on it in another alphabet', async () => {
  const [ctx, random] = [asSecurityOfficer(org), repeatable(2)]
  const took: number[] = []
  let found = 0
  const checks = 200
  for (let check = 0; check < checks; check++) {
    const isListed = check % 2 === 0
    const words = (isListed ? (names[Math.floor(random() * names.length)] ?? '') : madeUpName(random).join(' ')).split(' ')
    const [surname = '', given = ''] = words.map((word) => inLatin(word, schemeNames[check % schemeNames.length] ?? ''))
    const visitor = { id: newId(), name: `${given} ${surname}`, email: `${newId()}@guest.example`, phone: null }
    const began = performance.now()
    const hits = await findHits(ctx.db, keyring, [visitor], { threshold: 80, now: new Date() })
    took.push(performance.now() - began)
    if (isListed && hits.length > 0) found++
  }
  const sorted = took.toSorted((one, other) => one - other)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1)
  const memory = `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`
  process.stdout.write(`Watchlist of ${listed}: a check takes ${at(0.5)} ms (median), ${at(0.95)} ms (p95), ${memory} of memory\n`)
  expect(found).toBe(checks / 2)
  // The median: a test beside others on two cores is held up by them now and then.
  expect(Number(at(0.5))).toBeLessThanOrEqual(20)
})
