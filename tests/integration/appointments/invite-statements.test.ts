import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { statementsOf } from '../../setup/statements-of'
import { done, list, officer } from '../watchlist/watching'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const invite = (name: string) => {
  const startsAt = new Date(Date.now() + 86_400_000)
  const visit = { visitor: { name, email: `${randomUUID()}@guest.example` }, siteId: org.site.id, idempotencyKey: randomUUID() }
  return statementsOf(async () => done(await inviteGuest(asHost(org), { ...visit, startsAt, endsAt: new Date(+startsAt + 3_600_000) })))
}

it('inviting somebody new costs few statements, and hardly more where there is a watchlist', async () => {
  await invite('Anna Petrova')
  const plain = await invite('Boris Petrov')
  await list(await officer(org), 'Щукин Юрий')
  const watched = await invite('Clara Petrova')
  expect([plain[0], plain.at(-1)]).toEqual([expect.stringContaining('idempotency_keys'), 'COMMIT'])
  expect(plain.length, plain.join('\n')).toBeLessThanOrEqual(18)
  expect(watched.length, watched.join('\n')).toBeLessThanOrEqual(21)
})

it('a transaction sees what was committed while it ran, and says nothing of that to the database', async () => {
  const ctx = asHost(org)
  const seen: string[] = []
  const asked = await statementsOf(() =>
    ctx.transaction(async (tx) => {
      const read = async () => seen.push((await tx.site.findFirstOrThrow({ select: { name: true } })).name)
      await read()
      await prisma.site.updateMany({ where: { organizationId: org.id }, data: { name: 'Renamed' } })
      await read()
    }),
  )
  expect(seen[1]).toBe('Renamed')
  expect(asked[0]).toBe('BEGIN')
})
