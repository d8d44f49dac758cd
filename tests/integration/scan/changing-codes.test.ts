import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { LIVE_LENGTH, stepLength, stepTolerance, type ChangingCodes } from '#shared/credentials/live-code'
import { newId } from '../../../server/core/ids'
import { checkInAtDesk } from '../../../server/domains/access-control/use-cases/check-in-at-desk'
import { overrideScan } from '../../../server/domains/access-control/use-cases/override-scan'
import { setChangingCodes } from '../../../server/domains/access-control/use-cases/rules/save-changing-codes'
import { simulateScan } from '../../../server/domains/access-control/use-cases/simulate-scan'
import { explainScan } from '../../../server/domains/access-control/scan-trace'
import type { TraceStep } from '#shared/entry-decision'
import { liveCodeAt } from '../../../server/domains/credentials/live-key'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { revokeSigningKey, rotateSigningKey } from '../../../server/domains/credentials/use-cases/rotate-signing-key'
import { signPassesAnew } from '../../../server/domains/credentials/use-cases/sign-passes-anew'
import { forgetSigner } from '../../../server/domains/credentials/use-cases/signing-keys'
import { suspendVisitPass } from '../../../server/domains/credentials/use-cases/suspend-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { innerGate, made, zoneOf } from './places'
import { scan, signedPass, verdict, wordOf, type SignedPass } from './signed-pass'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const says = (changingCodes: ChangingCodes, place = org) =>
  made(setChangingCodes(asOrgAdmin(place), { siteId: place.site.id, changingCodes }))
/** What the page of a pass shows, so many steps ago. */
const live = ({ code }: Pick<SignedPass, 'code'>, stepsAgo = 0, place = org) =>
  liveCodeAt(place.id, code, Date.now() - stepsAgo * stepLength)
/** A step further away than clocks may differ, also if the next begins meanwhile. */
const past = stepTolerance + 1
const passOf = ({ id }: Pick<SignedPass, 'id'>) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const multi = () => signedPass(org, { passType: 'MULTI' })

/** Breaks the last symbol of what changes. */
const forged = (text: string) => `${text.slice(0, -3)}${text.endsWith('000') ? '100' : '000'}`

describe.each<[ChangingCodes, picture: string, old: string, forgery: string, typed: string]>([
  ['OFF', 'ScanAdmitted', 'ScanAdmitted', 'ScanAdmitted', 'ScanAdmitted'],
  ['PREFERRED', 'ScanAdmitted', 'STALE_CODE', 'STALE_CODE', 'ScanAdmitted'],
  ['REQUIRED', 'STALE_CODE', 'STALE_CODE', 'STALE_CODE', 'STALE_CODE'],
])('where codes that change are %s', (policy, ...expected) => {
  it('tells the page from a picture of it, an old picture, a forgery and a typed code', async () => {
    await says(policy)
    const pass = await multi()
    const ctx = asOperator(org)
    for (const steps of [0, 1]) expect(await verdict(ctx, org, live(pass, steps))).toBe('ScanAdmitted')
    const shown = [pass.code, live(pass, past), forged(live(pass)), pass.shortCode]
    for (const [place, code] of shown.entries()) expect(await verdict(ctx, org, code), String(place)).toBe(expected[place])
  })

  it('lets everybody out, by whatever they show', async () => {
    await says(policy)
    const pass = await multi()
    await scan(asOperator(org), org, live(pass))
    for (const code of [pass.code, live(pass, 4_000), live(pass, -4_000), forged(live(pass)), pass.shortCode])
      expect(await verdict(asOperator(org), org, code, { direction: 'EXIT' })).toBe('ScanAdmitted')
  })
})

describe('a code that changes', () => {
  it('is read by the clock of the server: a step early or late, and no further', async () => {
    await says('REQUIRED')
    const pass = await multi()
    const at = Math.floor(Date.now() / stepLength) * stepLength + stepLength / 2
    const ctx = asOperator(org, { now: () => new Date(at) })
    const shown = (steps: number) => verdict(ctx, org, liveCodeAt(org.id, pass.code, at + steps * stepLength))
    expect([await shown(-2), await shown(-1), await shown(0), await shown(1), await shown(2)]).toEqual([
      'STALE_CODE',
      'ScanAdmitted',
      'ScanAdmitted',
      'ScanAdmitted',
      'STALE_CODE',
    ])
  })

  it('says to the steward and in the trace what is wrong with a picture, and tells of one that is let in', async () => {
    await says('REQUIRED')
    const pass = await multi()
    const denied = await scan(asOperator(org), org, pass.code)
    expect(denied).toMatchObject({ kind: 'ScanDenied', reason: 'STALE_CODE', message: expect.stringContaining('not a picture of it') })
    const row = await prisma.checkin.findFirstOrThrow({ where: { visitPassId: pass.id } })
    const trace = explainScan('en', { ...row, steps: row.ruleSteps as unknown as TraceStep[] })
    expect(trace).toEqual([
      'The pass was not withdrawn and is not set aside.',
      'Codes change here; this one is a picture, paper or a typed code.',
      expect.stringContaining('not a picture of it'),
    ])
    await says('PREFERRED')
    const noticed = await scan(asOperator(org), org, pass.code)
    expect(noticed).toMatchObject({ kind: 'ScanAdmitted', notices: ['The code did not change: a picture or paper was shown.'] })
    expect(await scan(asOperator(org), org, live(pass))).toMatchObject({ notices: [] })
  })

  it('is what a simulation takes the guest to show', async () => {
    await says('REQUIRED')
    const { id } = await multi()
    const asked = { visitPassId: id, gateId: org.gates[0].id, direction: 'ENTRY' as const, at: new Date() }
    const simulated = await simulateScan(asOrgAdmin(org), asked)
    expect(simulated).toMatchObject({ admitted: true, reason: null })
    expect(simulated?.trace).toContain('The code changes, and is of this moment.')
  })

  it('spends one entry however often it is shown at once, and the same scan again is the same scan', async () => {
    await says('REQUIRED')
    const pass = await signedPass(org)
    const code = live(pass)
    const words = await Promise.all(Array.from({ length: 8 }, () => verdict(asOperator(org), org, code)))
    expect(words.filter((word) => word === 'ScanAdmitted')).toHaveLength(1)
    expect(await passOf(pass)).toMatchObject({ entriesUsed: 1, status: 'USED' })
    const again = await multi()
    const [nonce, text] = [randomUUID(), live(again)]
    const ctx = asOperator(org)
    expect([await verdict(ctx, org, text, { nonce }), await verdict(ctx, org, text, { nonce })]).toEqual(['ScanAdmitted', 'ScanAdmitted'])
    expect(await verdict(ctx, org, live(again, 1), { nonce })).toBe('NONCE_REUSED')
    expect(await passOf(again)).toMatchObject({ entriesUsed: 1 })
  })

  it('opens nothing for a pass that was set aside, or that got a new code; the new one does', async () => {
    await says('REQUIRED')
    const [aside, lost] = [await multi(), await multi()]
    await made(suspendVisitPass(asOperator(org), { visitPassId: aside.id, reason: 'Ask security' }))
    expect(await verdict(asOperator(org), org, live(aside))).toBe('BLOCKED')
    await made(reissueVisitPass(asOperator(org), { visitPassId: lost.id, reason: 'Lost phone' }))
    expect(await verdict(asOperator(org), org, live(lost))).toBe('STALE_CODE')
    const code = (await passOf(lost)).qrToken ?? ''
    // What changes of the old code does not make the new one live.
    expect(await verdict(asOperator(org), org, code + live(lost).slice(-LIVE_LENGTH))).toBe('STALE_CODE')
    expect(await verdict(asOperator(org), org, live({ code }))).toBe('ScanAdmitted')
  })

  it('goes on while a new key signs, and ends with a key that was revoked', async () => {
    await says('REQUIRED')
    const pass = await multi()
    const key = await made(rotateSigningKey(asOrgAdmin(org)))
    await prisma.signingKey.update({ where: { keyId: key.keyId }, data: { signsFrom: new Date() } })
    forgetSigner(org.id)
    const next = await multi()
    for (const each of [pass, next]) expect(await verdict(asOperator(org), org, live(each))).toBe('ScanAdmitted')
    const old = await prisma.signingKey.findFirstOrThrow({ where: { organizationId: org.id, keyId: { not: key.keyId } } })
    await made(revokeSigningKey(asOrgAdmin(org), { keyId: old.keyId, reason: 'A backup was lost' }))
    await signPassesAnew({ eventId: newId(), organizationId: org.id }, { keyId: old.keyId })
    expect(await verdict(asOperator(org), org, live(pass))).toBe('STALE_CODE')
    expect(await verdict(asOperator(org), org, live({ code: (await passOf(pass)).qrToken ?? '' }))).toBe('ScanAdmitted')
  })

  it('is made by no other organization, and known in none', async () => {
    const other = await createOrganization()
    await says('REQUIRED')
    await says('REQUIRED', other)
    const pass = await multi()
    expect(await verdict(asOperator(other), other, live(pass))).toBe('UNKNOWN_CODE')
    expect(await verdict(asOperator(org), org, live(pass, 0, other))).toBe('STALE_CODE')
  })
})

describe('where no other code lets in', () => {
  it('the desk does, by name, and whoever may override', async () => {
    await says('REQUIRED')
    const [found, forced] = [await multi(), await multi()]
    const place = { gateId: org.gates[0].id, nonce: randomUUID() }
    expect(wordOf(await checkInAtDesk(asOperator(org), { ...place, visitPassId: found.id }))).toBe('ScanAdmitted')
    const asked = { ...place, nonce: randomUUID(), code: forced.code, direction: 'ENTRY' as const, reason: 'Broken screen' }
    expect(wordOf(await overrideScan(asOrgAdmin(org), asked))).toBe('ScanAdmitted')
  })

  it('a badge opens inner doors to whoever is inside, and does not bring them in again', async () => {
    await says('REQUIRED')
    await innerGate(org, (await zoneOf(org, 'Laboratory')).id)
    const pass = await multi()
    const [, inner] = org.gates
    expect(await verdict(asOperator(org), org, pass.code, { gateId: inner.id })).toBe('STALE_CODE')
    await scan(asOperator(org), org, live(pass))
    expect(await verdict(asOperator(org), org, pass.code, { gateId: inner.id })).toBe('ScanAdmitted')
    expect(await verdict(asOperator(org), org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await verdict(asOperator(org), org, pass.code)).toBe('STALE_CODE')
  })
})

describe('what a site says of codes', () => {
  it('is for those who keep its rules, is traced, and is said of no foreign site', async () => {
    await says('REQUIRED')
    const other = await createOrganization()
    expect(await setChangingCodes(asOrgAdmin(other), { siteId: org.site.id, changingCodes: 'OFF' })).toMatchObject({ code: 'NOT_FOUND' })
    await expect(setChangingCodes(asHost(org), { siteId: org.site.id, changingCodes: 'OFF' })).rejects.toThrow()
    expect(await prisma.accessState.findFirst({ where: { siteId: org.site.id } })).toMatchObject({ changingCodes: 'REQUIRED' })
    const [row] = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'site.set_changing_codes' } })
    expect(row).toMatchObject({ details: { before: { changingCodes: 'OFF' }, after: { changingCodes: 'REQUIRED' } } })
  })
})
