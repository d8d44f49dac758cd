import { organizationOf, type Ctx } from '../../../core/ctx'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { signatureSeal } from '../signature-record'
import { answersOfPass } from './answers-of-pass'
import { visitorKeys } from './keep-answers'

/** What is held of a guest because of their type: for whoever hands out everything that is held of a person. */
export async function exportGuest(ctx: Ctx, tx: TenantTransaction, visitorId: string, visitPassIds: readonly string[]) {
  const answers = []
  for (const id of visitPassIds) {
    for (const { field, value } of await answersOfPass(ctx, tx, { id, visitorId }))
      answers.push({ visitPassId: id, question: field.label, answeredBy: field.answeredBy, value })
  }
  const key = (await visitorKeys(tx, [visitorId])).get(visitorId)
  const keyring = await keyringOf(organizationOf(ctx))
  const signed = await tx.agreementSignature.findMany({ where: { visitorId }, include: { agreementVersion: true }, orderBy: { id: 'asc' } })
  const signatures = signed.map(({ id, visitPassId, version, language, signedAt, sealedSigner, sealedPdf, agreementVersion }) => {
    const seal = key && signatureSeal(keyring, visitorId, key, id)
    const { titleRu, titleEn, textRu, textEn } = agreementVersion
    const [title, text] = language === 'RU' ? [titleRu, textRu] : [titleEn, textEn]
    const document = sealedPdf && seal ? seal.openPdf(sealedPdf).toString('base64') : null
    return { visitPassId, title, text, version, signedAt, signer: seal?.openSigner(sealedSigner) ?? null, document }
  })
  const inductions = await tx.inductionPassed.findMany({
    where: { visitorId },
    select: { visitPassId: true, passedAt: true, language: true, typeVersion: { select: { visitorType: { select: { name: true } } } } },
    orderBy: { id: 'asc' },
  })
  return { answers, signatures, inductions }
}
