import { beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import {
  archiveVisitorType,
  makeVisitorTypeDefault,
  moveVisitorType,
  restoreVisitorType,
} from '../../../server/domains/visitor-types/use-cases/arrange-visitor-types'
import { formOf } from '../../../server/domains/visitor-types/form-of'
import { findVisitorTypes } from '../../../server/domains/visitor-types/use-cases/find-visitor-types'
import { updateVisitorType } from '../../../server/domains/visitor-types/use-cases/save-visitor-type'
import type { VisitorType } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDeveloper, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { done } from '../guest-lists/lists'
import { signedPass } from '../scan/signed-pass'
import { changeType, field, typeOf } from './types'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})
const codeOf = (answer: unknown) => (isFailure(answer) ? answer.code : 'done')
const namesInOrder = async () =>
  (await prisma.visitorType.findMany({ where: { organizationId: org.id, archivedAt: null }, orderBy: { position: 'asc' } })).map(
    ({ name }) => name,
  )

describe('a type of visitors', () => {
  it('keeps every version of what it asks; the same again makes none', async () => {
    const first = await typeOf(org, [field('plate')])
    const second = await changeType(org, first, [field('plate'), field('car')], ['ESCORT'])
    expect(second.version).toBe(2)
    const form = { fields: [field('plate'), field('car')], requires: ['ESCORT' as const] }
    const same = done(await updateVisitorType(asOrgAdmin(org), { visitorTypeId: first.id, version: 2, name: 'Courier', form }))
    expect(same).toMatchObject({ name: 'Courier', version: 2 })
    const versions = await prisma.visitorTypeVersion.findMany({ where: { visitorTypeId: first.id }, orderBy: { number: 'asc' } })
    expect(versions.map(({ form }) => formOf(form).fields.length)).toEqual([1, 2])
  })

  it('changed by two at once is changed by one of them', async () => {
    const type = await typeOf(org, [])
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((key) => {
        const form = { fields: [field(key)], requires: [] }
        return updateVisitorType(asOrgAdmin(org), { visitorTypeId: type.id, version: 1, name: key, form })
      }),
    )
    expect(answers.map(codeOf).toSorted()).toEqual(['VALIDATION_FAILED', 'VALIDATION_FAILED', 'done'])
  })

  it('is one default at most, which is in use', async () => {
    const types = [await typeOf(org, [], [], 'A'), await typeOf(org, [], [], 'B'), await typeOf(org, [], [], 'C')]
    await Promise.all(types.map(({ id }) => makeVisitorTypeDefault(asOrgAdmin(org), { visitorTypeId: id })))
    const [chosen] = await prisma.visitorType.findMany({ where: { organizationId: org.id, isDefault: true } })
    expect(await prisma.visitorType.count({ where: { organizationId: org.id, isDefault: true } })).toBe(1)
    const visitorTypeId = chosen?.id ?? ''
    await archiveVisitorType(asOrgAdmin(org), { visitorTypeId })
    expect(await prisma.visitorType.count({ where: { organizationId: org.id, isDefault: true } })).toBe(0)
    expect(codeOf(await makeVisitorTypeDefault(asOrgAdmin(org), { visitorTypeId }))).toBe('VALIDATION_FAILED')
    await restoreVisitorType(asOrgAdmin(org), { visitorTypeId })
    expect(codeOf(await makeVisitorTypeDefault(asOrgAdmin(org), { visitorTypeId }))).toBe('done')
  })

  it('is moved among the others, by several people at once too', async () => {
    const types: VisitorType[] = []
    for (const name of ['A', 'B', 'C', 'D']) types.push(await typeOf(org, [], [], name))
    const move = (place: number, position: number) => moveVisitorType(asOrgAdmin(org), { visitorTypeId: types[place]?.id ?? '', position })
    await move(3, 1)
    expect(await namesInOrder()).toEqual(['D', 'A', 'B', 'C'])
    await move(3, 99)
    expect(await namesInOrder()).toEqual(['A', 'B', 'C', 'D'])
    await Promise.all([move(0, 3), move(1, 4), move(2, 1)])
    const rows = await prisma.visitorType.findMany({ where: { organizationId: org.id } })
    expect(rows.map(({ position }) => position).toSorted()).toEqual([1, 2, 3, 4])
  })
})

describe('a type that is put away', () => {
  it('takes no new guests, and stays what those are who hold it', async () => {
    const type = await typeOf(org, [field('plate', { required: true })])
    const { id } = await signedPass(org, { visitorTypeId: type.id })
    await archiveVisitorType(asSecurityOfficer(org), { visitorTypeId: type.id })
    await expect(signedPass(org, { visitorTypeId: type.id })).rejects.toThrow('put away')
    expect(await prisma.visitPass.findUniqueOrThrow({ where: { id } })).toMatchObject({ visitorTypeId: type.id, outstanding: 2 })
  })
})

describe('who may', () => {
  it('only who makes the rules changes types; who invites sees them', async () => {
    const type = await typeOf(org, [])
    for (const ctx of [asHost(org), asOperator(org), asDeveloper(org)])
      await expect(archiveVisitorType(ctx, { visitorTypeId: type.id })).rejects.toThrow()
    expect(await findVisitorTypes(asHost(org), {})).toHaveLength(1)
    await expect(findVisitorTypes(asDeveloper(org), {})).rejects.toThrow()
    const other = await createOrganization()
    expect(codeOf(await archiveVisitorType(asOrgAdmin(other), { visitorTypeId: type.id }))).toBe('NOT_FOUND')
  })
})
