import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { keyringOf } from '../../../infra/keyring'
import { makePdf } from '../../../infra/pdf'
import { signatureSeal } from '../signature-record'
import { signedDocument } from '../signed-document'
import { visitorKeys } from './keep-answers'

const include = {
  agreementVersion: true,
  visitPass: { select: { site: { select: { name: true, timeZone: true } }, organization: { select: { name: true } } } },
} as const

/** Makes the document of a signature and keeps it, sealed. Run twice it does nothing; of somebody who was erased meanwhile there is none. */
export async function makeSignedDocument({ organizationId }: JobContext, { signatureId: id }: { signatureId: string }): Promise<void> {
  const { db } = systemCtx(organizationId)
  const row = await db.agreementSignature.findUnique({ where: { id }, include })
  const key = row && (await visitorKeys(db, [row.visitorId])).get(row.visitorId)
  if (!row || !key || row.sealedPdf) return
  const seal = signatureSeal(await keyringOf(organizationId), row.visitorId, key, id)
  const { titleRu, titleEn, textRu, textEn } = row.agreementVersion
  const read =
    row.language === 'RU'
      ? { language: 'ru' as const, title: titleRu, text: textRu }
      : { language: 'en' as const, title: titleEn, text: textEn }
  const { name, ip } = seal.openSigner(row.sealedSigner)
  const { site, organization } = row.visitPass
  const pdf = await makePdf(
    signedDocument({
      ...read,
      name,
      ip,
      organization: organization.name,
      site: site.name,
      timeZone: site.timeZone,
      version: row.version,
      signedAt: row.signedAt,
      hash: Buffer.from(row.textHash).toString('hex'),
      signatureId: id,
    }),
  )
  await db.agreementSignature.updateMany({ where: { id, sealedPdf: null }, data: { sealedPdf: seal.sealPdf(pdf) } })
}
