import { beforeEach, describe, expect, it } from 'vitest'
import { anonymous, createCtx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { requirementsIn } from '#shared/pass-tasks'
import { guestInduction, passInduction } from '../../../server/domains/visitor-types/use-cases/pass-induction'
import { updateVisitorType } from '../../../server/domains/visitor-types/use-cases/save-visitor-type'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin } from '../../setup/principals'
import { done } from '../guest-lists/lists'
import { bookedVisit, scan, signedPass } from '../scan/signed-pass'
import { typeWith } from './types'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const words = (text: string) => ({ ru: text, en: text })
const answers = [
  { key: 'yes', label: words('Yes') },
  { key: 'no', label: words('No') },
]
const induction = (validMonths: number | null = null) => ({
  validMonths,
  slides: [
    { key: 'doors', title: words('Doors'), text: words('Close them.'), question: null },
    { key: 'fire', title: words('Fire'), text: words('Use the stairs.'), question: { text: words('The lift?'), answers, right: 'no' } },
  ],
})
const guest = () => createCtx({ ...anonymous, organizationId: org.id }, { language: 'en' })
const outstanding = async (id: string) => requirementsIn((await prisma.visitPass.findUniqueOrThrow({ where: { id } })).outstanding)
const typed = (validMonths: number | null = null) => typeWith(org, { induction: induction(validMonths) })

describe('an induction', () => {
  it('is passed when every question is answered rightly, and told of at the gate until then', async () => {
    const pass = await signedPass(org, { visitorTypeId: (await typed()).id })
    expect(await scan(asOperator(org), org, pass.code)).toMatchObject({ kind: 'ScanIncomplete', missing: ['QUESTION'] })
    expect(await passInduction(guest(), pass.id, { version: 1, chosen: { fire: 'yes' } })).toEqual(['fire'])
    expect(await passInduction(guest(), pass.id, { version: 1, chosen: {} })).toEqual(['fire'])
    expect(await outstanding(pass.id)).toEqual(['QUESTION'])
    expect(await passInduction(guest(), pass.id, { version: 1, chosen: { fire: 'no' } })).toBe('passed')
    expect(await guestInduction(guest(), pass.id)).toMatchObject({ isPassed: true })
    expect(await scan(asOperator(org), org, pass.code)).toMatchObject({ kind: 'ScanAdmitted' })
  })

  it('counts for one visit, or for so many months for all visits of the guest', async () => {
    const [once, long] = [await typed(), await typed(12)]
    for (const [type, expected] of [
      [once, ['QUESTION']],
      [long, []],
    ] as const) {
      const email = `${newId()}@guest.example`
      const { passId } = await bookedVisit(org, { visitorTypeId: type.id, email })
      await passInduction(guest(), passId, { version: 1, chosen: { fire: 'no' } })
      const next = await bookedVisit(org, { visitorTypeId: type.id, email })
      expect(await outstanding(next.passId)).toEqual(expected)
    }
  })

  it('that was changed while the guest read is shown again', async () => {
    const type = await typed()
    const { passId } = await bookedVisit(org, { visitorTypeId: type.id })
    const form = { fields: [], requires: [], agreementIds: [], induction: { ...induction(), slides: induction().slides.slice(1) } }
    done(await updateVisitorType(asOrgAdmin(org), { visitorTypeId: type.id, version: 1, name: 'X', form }))
    expect(await passInduction(guest(), passId, { version: 1, chosen: { fire: 'no' } })).toBe('changed')
    expect(await passInduction(guest(), passId, { version: 2, chosen: { fire: 'no' } })).toBe('passed')
  })
})
