import { describe, expect, it } from 'vitest'
import { personKeyOf } from '#shared/roll-call'
import { latest } from '../roll-call/roll-call-view'
import { beginCall } from './begun-calls'
import type { KeptName } from './names-documents'

const passId = 'VisitPass:5f3b0c9e-6f1c-4a53-9f54-9a3f0d0c7a11'
const group: KeptName = {
  visitPassId: btoa(passId).replace(/=+$/, ''),
  name: 'Ada Lovelace',
  company: null,
  host: null,
  hostPhone: null,
  room: null,
  startsAt: '2026-12-01T09:00:00.000Z',
  endsAt: '2026-12-01T10:00:00.000Z',
  status: 'ACTIVE',
  insideSince: '2026-12-01T09:01:00.000Z',
  places: ['Hall'],
  leftUnseen: ['2026-12-01T10:30:00.000Z'],
}
const due: KeptName = {
  ...group,
  visitPassId: btoa('VisitPass:5f3b0c9e-6f1c-4a53-9f54-9a3f0d0c7a12'),
  insideSince: null,
  places: [],
  leftUnseen: [],
}

describe('a roll call that is begun without a connection', () => {
  it('asks for who is inside, and for whom nobody saw leave, by the keys that the server gives them', () => {
    const site = { id: 'site', name: 'Tower', timeZone: 'Europe/Moscow' }
    const { call, view } = beginCall(site, 'DRILL', [group, due], 'Marshal')
    const keys = [1, 2].map((ordinal) => personKeyOf(passId.slice('VisitPass:'.length), ordinal))
    expect(call.people.map(({ key }) => key)).toEqual(keys)
    expect(view.people).toMatchObject([
      { zone: 'Hall', insideSince: group.insideSince, leftUnseenAt: null, of: 2 },
      { zone: '', insideSince: null, leftUnseenAt: group.leftUnseen[0], of: 2 },
    ])
    expect(latest(view).get(keys[0] ?? '')).toBeUndefined()
    expect(latest(view).get(keys[1] ?? '')).toMatchObject({ standing: 'UNSEEN' })
  })
})
