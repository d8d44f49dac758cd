import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { blindIndex } from '../../../server/core/blind-index'
import { overrideScan } from '../../../server/domains/access-control/use-cases/override-scan'
import { setGateReading } from '../../../server/domains/access-control/use-cases/rules/save-gate-reading'
import { cardsOfPasses, giveCard, takeCard } from '../../../server/domains/credentials/use-cases/pass-cards'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { made } from './places'
import { signedPass, verdict, type SignedPass } from './signed-pass'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
  await reading(true)
})

const reading = (isOn: boolean, gate = 0) =>
  made(setGateReading(asOrgAdmin(org), { gateId: org.gates[gate]!.id, readsCards: isOn, readsPlates: isOn }))
const give = (pass: SignedPass, number: string) => giveCard(asOperator(org), { visitPassId: pass.id, number })
const cardsOf = async (pass: SignedPass) => (await cardsOfPasses(asOperator(org), [pass.id])).get(pass.id) ?? []
const reads = (text: string, direction: 'ENTRY' | 'EXIT' = 'ENTRY', gate = 0) =>
  verdict(asOperator(org), org, text, { direction, gateId: org.gates[gate]!.id })
const drives = async (pass: SignedPass, plate: string) => {
  const plateIndex = blindIndex(await keyringOf(org.id), 'plate', plate)
  await prisma.visitPass.update({ where: { id: pass.id }, data: { plateIndex } })
}

describe('a card', () => {
  it('says at gates that read cards who comes, as the pass allows, and nothing at others', async () => {
    const pass = await signedPass(org)
    await made(give(pass, '00 12:34-AB'))
    expect(await reads('CARD:001234ab', 'ENTRY', 1)).toBe('UNKNOWN_CODE')
    expect([await reads('CARD:001234ab'), await reads('CARD:001234AB'), await reads('CARD:001234AB', 'EXIT')]).toEqual([
      'ScanAdmitted',
      'ALREADY_USED',
      'ScanAdmitted',
    ])
    await reading(false)
    expect(await reads('CARD:001234AB')).toBe('UNKNOWN_CODE')
    expect((await cardsOf(pass)).map(({ number }) => number)).toEqual(['001234AB'])
  })

  it('opens nothing once its pass was withdrawn or it was taken back', async () => {
    const [withdrawn, returned] = [await signedPass(org), await signedPass(org)]
    await made(give(withdrawn, '11111111'))
    await made(give(returned, '22222222'))
    await made(revokeVisitPass(asOperator(org), { visitPassId: withdrawn.id, reason: 'No' }))
    const [card] = await cardsOf(returned)
    const back = { visitPassId: returned.id, cardId: card?.id ?? '' }
    await made(takeCard(asOperator(org), back))
    await made(takeCard(asOperator(org), back))
    expect([await reads('CARD:11111111'), await reads('CARD:22222222')]).toEqual(['REVOKED', 'UNKNOWN_CODE'])
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'pass.take_card' } })).toBe(1)
  })

  it('is one person’s as long as they may be about with it, and the next guest’s after that', async () => {
    const [first, second, third] = [await signedPass(org), await signedPass(org), await signedPass(org)]
    await made(give(first, '12345678'))
    expect(await give(second, '12345678')).toMatchObject({ code: 'VALIDATION_FAILED' })
    await reads('CARD:12345678')
    await made(revokeVisitPass(asOperator(org), { visitPassId: first.id, reason: 'No' }))
    expect(await give(second, '12345678')).toMatchObject({ code: 'VALIDATION_FAILED' })
    await reads('CARD:12345678', 'EXIT')
    await made(give(second, '12345678'))
    expect([await cardsOf(first), (await cardsOf(second)).length]).toEqual([[], 1])
    expect(await reads('CARD:12345678')).toBe('ScanAdmitted')
    expect(await give(first, '87654321')).toMatchObject({ code: 'VALIDATION_FAILED' })
    const all = await Promise.all([1, 2, 3, 4].map(() => give(third, '55554444')))
    expect(all.filter((given) => 'id' in given)).toHaveLength(1)
  })

  it('is given out by whoever receives guests, within the organization', async () => {
    const other = await createOrganization()
    const pass = await signedPass(org)
    await expect(giveCard(asHost(org), { visitPassId: pass.id, number: '12345678' })).rejects.toThrow()
    await expect(giveCard(await asDevice(org), { visitPassId: pass.id, number: '12345678' })).rejects.toThrow()
    expect(await giveCard(asOperator(other), { visitPassId: pass.id, number: '12345678' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await give(pass, 'Anna')).toMatchObject({ code: 'VALIDATION_FAILED' })
    await made(give(pass, '12345678'))
    const theirs = await signedPass(other)
    await made(giveCard(asOperator(other), { visitPassId: theirs.id, number: '12345678' }))
    expect(await reads('CARD:12345678')).toBe('ScanAdmitted')
  })

  it('stands nowhere in clear, and an override by it is recorded as one', async () => {
    const pass = await signedPass(org)
    await made(give(pass, '98765432'))
    const { sealedNumber, token } = await prisma.passCard.findFirstOrThrow({ where: { visitPassId: pass.id } })
    expect(Buffer.concat([sealedNumber, token]).includes('98765432')).toBe(false)
    const asked = { code: 'CARD:98765432', gateId: org.gates[0].id, direction: 'ENTRY' as const, nonce: randomUUID(), reason: 'Known' }
    expect(await overrideScan(asSecurityOfficer(org), asked)).toMatchObject({ kind: 'ScanAdmitted', visitPass: { id: pass.id } })
    expect(await overrideScan(asSecurityOfficer(org), asked)).toMatchObject({ kind: 'ScanAdmitted' })
  })
})

describe('a plate', () => {
  it('says who comes by it, in either alphabet, and lets out who came', async () => {
    const pass = await signedPass(org)
    await drives(pass, 'O123KO77')
    expect([await reads('PLATE:о 123 ко 77'), await reads('PLATE:O123KO77', 'EXIT'), await reads('PLATE:X999XX99')]).toEqual([
      'ScanAdmitted',
      'ScanAdmitted',
      'UNKNOWN_CODE',
    ])
    expect(await reads('PLATE:O123KO77', 'ENTRY', 1)).toBe('UNKNOWN_CODE')
  })

  it('that could mean several lets in nobody, says so, and lets out whoever is inside', async () => {
    const [one, other] = [await signedPass(org), await signedPass(org)]
    await drives(one, 'A001AA77')
    await drives(other, 'A001AA77')
    expect(await reads('PLATE:A001AA77')).toBe('AMBIGUOUS')
    expect(await verdict(asOperator(org), org, one.code)).toBe('ScanAdmitted')
    expect(await reads('PLATE:A001AA77', 'EXIT')).toBe('ScanAdmitted')
    expect(await prisma.visitPass.findUniqueOrThrow({ where: { id: one.id } })).toMatchObject({ presence: 'LEFT' })
  })

  it('of a pass that is over says why, and does not stand in the way of one that is good', async () => {
    const [over, good] = [await signedPass(org), await signedPass(org)]
    await drives(over, 'B002BB77')
    await made(revokeVisitPass(asOperator(org), { visitPassId: over.id, reason: 'No' }))
    expect(await reads('PLATE:B002BB77')).toBe('REVOKED')
    await drives(good, 'B002BB77')
    expect(await reads('PLATE:B002BB77')).toBe('ScanAdmitted')
  })
})
