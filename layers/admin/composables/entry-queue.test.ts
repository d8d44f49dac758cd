import { describe, expect, it } from 'vitest'
import { queueOf } from './entry-queue'

type Visit = Parameters<typeof queueOf>[0][number]
type Pass = Visit['visitPasses']['edges'][number]['node']

const now = Date.parse('2026-12-01T10:00Z')
const time = (minutes: number) => new Date(now + minutes * 60_000).toISOString()

const visit = (name: string, starts: number, pass: Partial<Pass> = {}): Visit => ({
  id: name,
  title: null,
  startsAt: time(starts),
  endsAt: time(starts + 60),
  host: { id: 'host', name: 'Host' },
  visitPasses: {
    edges: [
      {
        node: {
          id: name,
          presence: 'EXPECTED',
          status: 'ACTIVE',
          reply: null,
          lateMinutes: null,
          hereAt: null,
          visitor: { id: name, name, company: null },
          ...pass,
        },
      },
    ],
  },
})

const names = (...visits: Visit[]) => queueOf(visits, now).map(({ kind, pass }) => `${kind} ${pass.visitor.name}`)

describe('who is to come in soon', () => {
  it('is told in the order in which somebody has to see to them', () => {
    expect(
      names(
        visit('later', 50),
        visit('sooner', 5),
        visit('undecided', 30, { status: 'PENDING_APPROVAL' }),
        visit('here', 40, { hereAt: time(-2) }),
        visit('here longer', 20, { hereAt: time(-9) }),
      ),
    ).toEqual(['HERE here longer', 'HERE here', 'UNDECIDED undecided', 'DUE sooner', 'DUE later'])
  })

  it.each<[string, Visit]>([
    ['has come', visit('a', 5, { presence: 'INSIDE' })],
    ['has left', visit('a', -20, { presence: 'LEFT' })],
    ['has declined', visit('a', 5, { reply: 'DECLINED' })],
    ['has no pass any more', visit('a', 5, { status: 'REVOKED' })],
    ['is suspended', visit('a', 5, { status: 'SUSPENDED' })],
    ['comes in more than an hour', visit('a', 61)],
    ['says that they come later', visit('a', 50, { lateMinutes: 15 })],
    ['had a visit that is over', visit('a', -61)],
  ])('is nobody who %s', (_, one) => {
    expect(names(one)).toEqual([])
  })

  it('is whoever said that they are here after all, though they had declined', () => {
    expect(names(visit('a', 5, { reply: 'DECLINED', hereAt: time(-1) }))).toEqual(['HERE a'])
  })
})
