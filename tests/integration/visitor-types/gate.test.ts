import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { maskOf } from '#shared/pass-tasks'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator } from '../../setup/principals'
import { scan, signedPass, verdict, type ScanOptions } from '../scan/signed-pass'
import { field, typeOf } from './types'

let org: TestOrganization
let operator: Ctx
beforeEach(async () => {
  org = await createOrganization()
  operator = asOperator(org)
})
const strict = () => typeOf(org, [field('document', { required: true })], ['ESCORT'])

describe('a gate', () => {
  it('says what is missing, records nothing, and goes on under the same nonce with what the steward has seen to', async () => {
    const { id, code } = await signedPass(org, { visitorTypeId: (await strict()).id })
    const nonce = randomUUID()
    expect(await scan(operator, org, code, { nonce })).toMatchObject({ kind: 'ScanIncomplete', missing: ['QUESTION', 'ESCORT'] })
    const half: ScanOptions = { nonce, fulfilled: ['QUESTION'] }
    expect(await scan(operator, org, code, half)).toMatchObject({ kind: 'ScanIncomplete', missing: ['ESCORT'] })
    expect(await prisma.checkin.count({ where: { visitPassId: id } })).toBe(0)
    const whole: ScanOptions = { nonce, fulfilled: ['QUESTION', 'ESCORT'] }
    expect(await verdict(operator, org, code, whole)).toBe('ScanAdmitted')
    expect(await verdict(operator, org, code, whole)).toBe('ScanAdmitted')
    const [checkin, ...more] = await prisma.checkin.findMany({ where: { visitPassId: id } })
    expect(more).toEqual([])
    expect(checkin?.seenTo).toBe(maskOf(['QUESTION', 'ESCORT']))
  })

  it('asks for an escort at every entry, and once for what is seen to once', async () => {
    const { id, code } = await signedPass(org, { visitorTypeId: (await strict()).id, passType: 'MULTI' })
    expect(await verdict(operator, org, code, { fulfilled: ['QUESTION', 'ESCORT'] })).toBe('ScanAdmitted')
    expect(await verdict(operator, org, code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await scan(operator, org, code)).toMatchObject({ missing: ['ESCORT'] })
    expect(await prisma.visitPass.findUniqueOrThrow({ where: { id } })).toMatchObject({
      outstanding: maskOf(['ESCORT']),
      seenToAtGate: maskOf(['QUESTION']),
    })
  })

  it('lets nobody in by a demand that came between reading and writing', async () => {
    const type = await typeOf(org, [])
    const passes = await Promise.all(Array.from({ length: 8 }, () => signedPass(org, { visitorTypeId: type.id })))
    const demand = () => prisma.visitPass.updateMany({ where: { visitorTypeId: type.id }, data: { outstanding: maskOf(['ESCORT']) } })
    const [, ...words] = await Promise.all([demand(), ...passes.map(({ code }) => verdict(operator, org, code))])
    const admitted = await prisma.checkin.count({ where: { visitPassId: { in: passes.map(({ id }) => id) } } })
    expect(words.filter((word) => word === 'ScanAdmitted')).toHaveLength(admitted)
    for (const { code } of passes) expect(['ScanIncomplete', 'ALREADY_USED']).toContain(await verdict(operator, org, code))
  })

  it('never keeps anybody inside', async () => {
    const { code } = await signedPass(org, { visitorTypeId: (await strict()).id })
    expect(await verdict(operator, org, code, { direction: 'EXIT' })).toBe('ScanAdmitted')
  })
})
