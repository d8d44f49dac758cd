import { anonymous, createCtx } from '../../../server/core/ctx'
import { createAgreement } from '../../../server/domains/visitor-types/use-cases/save-agreement'
import { signAgreement } from '../../../server/domains/visitor-types/use-cases/sign-agreement'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { done } from '../guest-lists/lists'
import { bookedVisit } from '../scan/signed-pass'
import { typeWith } from './types'

/** What an agreement says. */
export const agreementText = { title: { ru: 'Правила', en: 'Rules' }, text: { ru: 'Соблюдать.', en: 'Keep them.' } }

/** An agreement, and the signature of a guest under it. */
export async function signedAgreement(org: TestOrganization): Promise<{ agreementId: string; signatureId: string; passId: string }> {
  const { id: agreementId } = done(await createAgreement(asOrgAdmin(org), { name: 'Rules', validMonths: null, ...agreementText }))
  const { id: visitorTypeId } = await typeWith(org, { agreementIds: [agreementId] })
  const { passId } = await bookedVisit(org, { visitorTypeId })
  const guest = createCtx({ ...anonymous, organizationId: org.id }, { language: 'en' })
  await signAgreement(guest, passId, { agreementId, version: 1, name: 'Anna', agreed: 'yes' })
  const { id } = await prisma.agreementSignature.findFirstOrThrow({ where: { visitPassId: passId }, select: { id: true } })
  return { agreementId, signatureId: id, passId }
}
