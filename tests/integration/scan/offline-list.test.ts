import { afterAll, describe, expect, it, vi } from 'vitest'
import { syncOfflineRoster } from '../../../server/domains/access-control/use-cases/offline/sync-roster'
import { createOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { eachDevice, hour, minutes, openDevice } from './offline-device'
import { scan, signedPass } from './signed-pass'

// A server of its own: events of everybody are numbered here.
const own = await vi.hoisted(async () => (await import('../outbox/own-services')).claimServices())
afterAll(own.release, 30_000)

const here = eachDevice()

describe('the list of a gate', () => {
  it('says nothing of a guest to whoever does not have the code', async () => {
    const pass = await signedPass(here.org, hour())
    const part = await syncOfflineRoster(here.ctx, { gateId: here.org.gates[0].id })
    const text = JSON.stringify(part)
    expect(part?.lines.map(({ passId }) => passId)).toEqual([pass.id])
    for (const secret of ['Anna', 'Petrova', pass.code, pass.shortCode]) expect(text).not.toContain(secret)
    for (const bytes of part!.lines.map(({ sealed }) => Buffer.from(sealed ?? '', 'base64').toString('latin1')))
      expect(bytes).not.toContain('Anna')
  })

  it('comes in parts, and afterwards only what is otherwise', async () => {
    const passes = [await signedPass(here.org, hour()), await signedPass(here.org, hour()), await signedPass(here.org, hour())]
    await here.device.sync()
    expect(await here.device.gate.listed()).toBe(3)
    const { cursor } = (await syncOfflineRoster(here.ctx, { gateId: here.org.gates[0].id }))!
    await scan(here.ctx, here.org, passes[0]!.code)
    await (await openDevice(here.org, () => here.ctx)).sync()
    const changes = await syncOfflineRoster(here.ctx, { gateId: here.org.gates[0].id, after: cursor })
    expect(changes).toMatchObject({ restarts: false, hasMore: false, plan: null, gone: [] })
    expect(changes?.lines.map(({ passId }) => passId)).toEqual([passes[0]!.id])
  })

  it('takes in whoever comes within two days, when they come to be within two days', async () => {
    const startsAt = new Date(Date.now() + minutes(49 * 60))
    await signedPass(here.org, { startsAt, endsAt: new Date(startsAt.getTime() + minutes(60)) })
    await here.device.sync()
    expect(await here.device.gate.listed()).toBe(0)
    here.ahead = minutes(5 * 60)
    await here.device.sync()
    expect(await here.device.gate.listed()).toBe(1)
  })

  it('is given to devices at their gates, and to nobody else', async () => {
    const foreign = await createOrganization()
    expect(await syncOfflineRoster(here.ctx, { gateId: foreign.gates[0].id })).toBeNull()
    for (const other of [asOperator(here.org), asOrgAdmin(here.org), asHost(here.org)])
      await expect(syncOfflineRoster(other, { gateId: here.org.gates[0].id })).rejects.toThrow()
  })

  it.each(['', 'nothing', '1.999999999999999.1.1.-.', '9.1.1.1.-.', '1.1.1.1.-.not-a-pass'])('begins anew after %j', async (after) => {
    await signedPass(here.org, hour())
    expect(await syncOfflineRoster(here.ctx, { gateId: here.org.gates[0].id, after })).toMatchObject({
      restarts: true,
      lines: [{ reason: null }],
    })
  })
})
