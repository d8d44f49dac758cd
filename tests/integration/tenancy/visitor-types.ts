import { newId } from '../../../server/core/ids'
import { isFailure } from '../../../server/core/errors'
import { anonymous, createCtx } from '../../../server/core/ctx'
import { formOf } from '../../../server/domains/visitor-types/form-of'
import { createAgreement as saveAgreement, publishAgreement } from '../../../server/domains/visitor-types/use-cases/save-agreement'
import { signAgreement } from '../../../server/domains/visitor-types/use-cases/sign-agreement'
import { createVisitorType as saveVisitorType, updateVisitorType } from '../../../server/domains/visitor-types/use-cases/save-visitor-type'
import { setVisitorType } from '../../../server/domains/visitor-types/use-cases/set-visitor-type'
import type { VisitorType } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'

const agreementContent = (mark: string) => ({ title: { ru: `${mark}heading`, en: '' }, text: { ru: `${mark}body`, en: '' } })

/** An agreement whose texts are marked. @returns its id */
export async function createAgreement(org: TestOrganization, mark: string): Promise<string> {
  const agreement = await saveAgreement(asOrgAdmin(org), { name: `${mark}agreement`, validMonths: null, ...agreementContent(mark) })
  if (isFailure(agreement)) throw new Error(`The agreement was not made: ${JSON.stringify(agreement)}`)
  return agreement.id
}

/** The signature of a guest of whom the type of their pass asks it; there is a newer version. @returns ids of the agreement and of the signature */
export async function createSignature(
  org: TestOrganization,
  mark: string,
  { visitPassId, visitorTypeId }: { visitPassId: string; visitorTypeId: string },
): Promise<{ Agreement: string; AgreementSignature: string; Signature: string }> {
  const { agreementIds } = formOf((await prisma.visitorType.findUniqueOrThrow({ where: { id: visitorTypeId } })).form)
  const agreementId = agreementIds[0] ?? ''
  const guest = createCtx({ ...anonymous, organizationId: org.id }, { language: 'en' })
  await prisma.visitPass.update({ where: { id: visitPassId }, data: { presence: 'EXPECTED', status: 'ACTIVE' }, select: { id: true } })
  await signAgreement(guest, visitPassId, { agreementId, version: 1, name: `${mark}signer`, agreed: 'yes' })
  await prisma.visitPass.update({ where: { id: visitPassId }, data: { presence: 'INSIDE' }, select: { id: true } })
  const { id } = await prisma.agreementSignature.findFirstOrThrow({ where: { visitPassId }, select: { id: true } })
  await publishAgreement(asOrgAdmin(org), { agreementId, version: 1, asksAgain: false, ...agreementContent(mark) })
  return { Agreement: agreementId, AgreementSignature: id, Signature: id }
}

/** A type of visitor that asks something. @returns its id */
export async function createType(org: TestOrganization, mark: string): Promise<string> {
  const label = { ru: `${mark}question`, en: '' }
  const choices = [{ key: 'x', label }]
  const choice = { key: 'x', kind: 'CHOICE' as const, label, help: label, required: false, answeredBy: 'GUEST' as const, choices }
  const plate = { ...choice, key: 'plate', kind: 'SHORT_TEXT' as const, answeredBy: 'HOST' as const, choices: null }
  const question = {
    text: label,
    answers: [
      { key: 'x', label },
      { key: 'y', label },
    ],
    right: 'x',
  }
  const induction = { validMonths: null, slides: [{ key: 'x', title: label, text: label, question }] }
  const form = { fields: [choice, plate], requires: ['ESCORT' as const], agreementIds: [await createAgreement(org, mark)], induction }
  const type = await saveVisitorType(asOrgAdmin(org), { name: `${mark}type`, badgeColor: '#b45309', form })
  if (isFailure(type)) throw new Error(`The type was not made: ${JSON.stringify(type)}`)
  return type.id
}

/** Notes that the guest of a pass has gone through the induction of its type, and makes the type another version. */
async function passInduction(org: TestOrganization, visitPassId: string, type: VisitorType): Promise<void> {
  const { visitorId } = await prisma.visitPass.findUniqueOrThrow({ where: { id: visitPassId }, select: { visitorId: true } })
  const passed = { visitPassId, visitorId, visitorTypeId: type.id, version: type.version, language: 'RU' as const }
  await prisma.inductionPassed.create({ data: { id: newId(), organizationId: org.id, ...passed, passedAt: new Date() } })
  const [{ id: visitorTypeId, version, name }, form] = [type, formOf(type.form)]
  const turned = { ...form, fields: form.fields.toReversed() }
  const changed = await updateVisitorType(asOrgAdmin(org), { visitorTypeId, version, name, form: turned })
  if (isFailure(changed)) throw new Error(`The type was not changed: ${JSON.stringify(changed)}`)
}

/** A type of visitor of a pass, which has waited for an approval, and answers about its guest. @returns the id of the type */
export async function createVisitorType(org: TestOrganization, mark: string, visitPassId: string): Promise<string> {
  const [id, createdAt] = [await createType(org, mark), new Date()]
  await setVisitorType(asOrgAdmin(org), { visitPassId, visitorTypeId: id, answers: [{ key: 'plate', value: `${mark}answer` }] })
  const hold = { visitPassId, kind: 'APPROVAL', organizationId: org.id, tellsGuest: true } as const
  await prisma.passHold.create({ data: { ...hold, createdAt, releasedAt: createdAt } })
  // One more, of which nobody is.
  await createType(org, mark)
  await passInduction(org, visitPassId, await prisma.visitorType.findUniqueOrThrow({ where: { id } }))
  return id
}
