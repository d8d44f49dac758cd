import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { overrideScan } from '../../../server/domains/access-control/use-cases/override-scan'
import { assignPassRules } from '../../../server/domains/access-control/use-cases/rules/assign-rules'
import { assignVisitRules } from '../../../server/domains/access-control/use-cases/rules/assign-visit-rules'
import { createAccessRule } from '../../../server/domains/access-control/use-cases/rules/save-rule'
import { setGateZone } from '../../../server/domains/access-control/use-cases/rules/save-zone'
import { simulateScan } from '../../../server/domains/access-control/use-cases/simulate-scan'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { suspendVisitPass } from '../../../server/domains/credentials/use-cases/suspend-visit-pass'
import type { AccessRule } from '../../../server/generated/prisma/client'
import { asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { dice } from '../../setup/repeatable'
import { eachDevice, minutes, wordOf } from './offline-device'
import { made, policy, zoneOf } from './places'
import { scan, signedPass, type SignedPass } from './signed-pass'

// A server of its own: events of everybody are numbered here.
const own = await vi.hoisted(async () => (await import('../outbox/own-services')).claimServices())
afterAll(own.release, 30_000)

const here = eachDevice()

/** What the server would decide now, in one word. */
async function serverDecides(pass: SignedPass, direction: 'ENTRY' | 'EXIT'): Promise<string> {
  const asked = { visitPassId: pass.id, gateId: here.org.gates[0].id, direction, at: new Date() }
  const simulated = await simulateScan(asOperator(here.org), asked)
  return simulated?.admitted ? 'ADMITTED' : (simulated?.reason ?? 'SEE_TO')
}

/** Brings a pass into a state in which passes come to a gate. */
async function bring(pass: SignedPass, state: string): Promise<void> {
  const forced = (direction: 'ENTRY' | 'EXIT') => {
    const asked = { visitPassId: pass.id, gateId: here.org.gates[0].id, direction, nonce: randomUUID(), reason: 'Known to us' }
    return made(overrideScan(asSecurityOfficer(here.org), asked))
  }
  if (state === 'inside' || state === 'left') await forced('ENTRY')
  if (state === 'left') await forced('EXIT')
  if (state === 'revoked') await made(revokeVisitPass(asOperator(here.org), { visitPassId: pass.id, reason: 'Lost phone' }))
  if (state === 'suspended') await made(suspendVisitPass(asOperator(here.org), { visitPassId: pass.id, reason: 'Asked' }))
}

/** A rule that may be open now and may be not. */
function drawnRule(name: string, effect: 'ADMIT' | 'REFUSE', one: <T>(choices: readonly T[]) => T): Parameters<typeof createAccessRule>[1] {
  const window = {
    weekdays: one([
      [1, 2, 3, 4, 5, 6, 7],
      [1, 3, 5],
    ]),
    from: '00:00',
    to: one(['24:00', '12:00']),
    holidays: 'AS_USUAL' as const,
  }
  const gateIds = one([[here.org.gates[0].id], [here.org.gates[1].id]])
  const open = effect === 'REFUSE' ? { ...window, to: '00:01' } : window
  const whose = { isAssigned: effect === 'ADMIT' && one([true, false]), entriesLimit: effect === 'ADMIT' ? one([null, 1]) : null }
  return { name, effect, gateIds, zoneIds: [], visitorTypeIds: [], windows: [open], needsEscort: one([true, false]), ...whose }
}

const deviceDecides = async (pass: SignedPass, direction: 'ENTRY' | 'EXIT'): Promise<string> => {
  const verdict = await here.device.decide(pass.code, { direction })
  return verdict.kind === 'decided' && verdict.decision.verdict === 'incomplete' ? 'SEE_TO' : wordOf(verdict)
}

describe('what a device decides with a list of now', () => {
  it('is what the server decides, of 60 passes in all states under drawn rules', async () => {
    const roll = dice(20_261_130)
    const one = <T>(choices: readonly T[]): T => choices[roll(choices.length)]!
    const lab = await zoneOf(here.org, 'Laboratory', { isRestricted: true })
    await made(setGateZone(asOrgAdmin(here.org), { gateId: here.org.gates[0].id, zoneId: lab.id, isInner: false }))
    await policy(here.org, { antiPassback: 'HARD', passbackMinutes: 30 })
    const rules: AccessRule[] = []
    for (const effect of ['ADMIT', 'REFUSE', 'ADMIT'] as const)
      for (const place of [0, 1])
        rules.push(await made(createAccessRule(asOrgAdmin(here.org), drawnRule(`${effect} ${place}`, effect, one))))
    const assignable = rules.filter(({ isAssigned }) => isAssigned).map(({ id }) => id)
    expect(assignable.length).toBeGreaterThan(0)
    const some = (ids: readonly string[]) => ids.filter(() => roll(2) === 0)
    const words: Record<string, number> = {}
    const passes: SignedPass[] = []
    for (let course = 0; course < 60; course++) {
      const state = one(['new', 'over', 'early', 'inside', 'left', 'revoked', 'suspended'])
      const begins = Date.now() + minutes(state === 'over' ? -90 : state === 'early' ? 120 : -30)
      const hours = { startsAt: new Date(begins), endsAt: new Date(begins + minutes(75)), now: () => new Date(begins - minutes(1)) }
      const pass = await signedPass(here.org, { ...hours, passType: one(['SINGLE', 'MULTI']) })
      await made(assignPassRules(asOrgAdmin(here.org), { visitPassId: pass.id, accessRuleIds: some(assignable) }))
      await made(assignVisitRules(asOrgAdmin(here.org), { appointmentId: pass.appointmentId, accessRuleIds: some(assignable) }))
      // An entry by the rules, where they let in: some count.
      if (state === 'new' && roll(2) === 0) await scan(asOperator(here.org), here.org, pass.code, { fulfilled: ['ESCORT'] })
      await bring(pass, state)
      passes.push(pass)
    }
    await here.device.sync()
    for (const pass of passes)
      for (const direction of ['ENTRY', 'EXIT'] as const) {
        const expected = await serverDecides(pass, direction)
        expect([pass.id, direction, await deviceDecides(pass, direction)]).toEqual([pass.id, direction, expected])
        words[expected] = (words[expected] ?? 0) + 1
      }
    process.stdout.write(`Verdicts of 60 passes: ${JSON.stringify(words)}\n`)
    expect(Object.keys(words).length).toBeGreaterThan(5)
  }, 120_000)
})
