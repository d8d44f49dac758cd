import { createHash } from 'node:crypto'
import { signatureSchema } from '#shared/visitor-types/agreements'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { FieldError } from '../../../core/errors'
import { validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import type { AgreementVersion } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { AgreementSigned } from '../events'
import { signatureSeal } from '../signature-record'
import { languageOfVersion, typedPass } from './guest-agreements'
import { visitorKeys } from './keep-answers'
import { holdTypedPasses, isAwaited, passesToCome, refreshOutstanding } from './refresh-outstanding'

/** A signature as a guest gave it. */
export interface GivenSignature {
  agreementId: string
  /** The version that the guest has read. */
  version: number
  name: string
  agreed: string
}

/** What a guest read: what a signature stands under, word for word. */
export const hashOfText = (title: string, text: string): Buffer => createHash('sha256').update(`${title}\n\n${text}`).digest()

/**
 * Takes the signature of a guest under one version of an agreement, and under no other: was another published while they read, nothing
 * is signed. Announces it; the worker makes the document. Given twice it is one signature.
 * @returns `signed`; `changed` when there is a newer version; what is wrong with the name or the tick; `tooLate` once the guest has come
 */
export async function signAgreement(
  ctx: Ctx,
  visitPassId: string,
  given: GivenSignature,
): Promise<'signed' | 'changed' | 'tooLate' | FieldError[]> {
  const { data, failed } = validate(ctx, signatureSchema, { name: given.name, agreed: given.agreed })
  if (failed) return failed.fields ?? []
  if (!isId(given.agreementId)) return 'tooLate'
  return ctx.transaction(async (tx) => {
    const pass = await typedPass(tx, visitPassId)
    if (!pass?.form.agreementIds.includes(given.agreementId)) return 'tooLate'
    const ids = [...new Set([visitPassId, ...(await passesToCome(tx, pass.visitorId, ctx.now()))])].toSorted()
    await holdTypedPasses(tx, ids)
    if (!(await isAwaited(tx, visitPassId, ctx.now()))) return 'tooLate'
    const { agreementId, version: number } = given
    // Whoever publishes another version waits until this one is signed, or has done so before.
    const current = await tx.agreement.updateMany({
      where: { id: agreementId, version: number, archivedAt: null },
      data: { version: number },
    })
    if (current.count === 0) return 'changed'
    const version = await tx.agreementVersion.findUniqueOrThrow({ where: { agreementId_number: { agreementId, number } } })
    await keepSignature(ctx, tx, { visitPassId, visitorId: pass.visitorId, version, name: data.name })
    await refreshOutstanding(tx, ids)
    return 'signed'
  })
}

async function keepSignature(
  ctx: Ctx,
  tx: TenantTransaction,
  { visitPassId, visitorId, version, name }: { visitPassId: string; visitorId: string; version: AgreementVersion; name: string },
): Promise<void> {
  const { agreementId, number } = version
  const known = await tx.agreementSignature.count({ where: { visitPassId, agreementId, version: number } })
  const key = (await visitorKeys(tx, [visitorId])).get(visitorId)
  if (known > 0 || !key) return
  const language = languageOfVersion(version, ctx.language)
  const [title, text] = language === 'ru' ? [version.titleRu, version.textRu] : [version.titleEn, version.textEn]
  const organizationId = organizationOf(ctx)
  const id = newId()
  const signer = { name, ip: ctx.request.ip, userAgent: ctx.request.userAgent?.slice(0, 255) ?? null }
  await tx.agreementSignature.create({
    data: {
      id,
      organizationId,
      visitPassId,
      visitorId,
      agreementId,
      version: number,
      language: language === 'ru' ? 'RU' : 'EN',
      textHash: new Uint8Array(hashOfText(title, text)),
      sealedSigner: signatureSeal(await keyringOf(organizationId), visitorId, key, id).sealSigner(signer),
      signedAt: ctx.now(),
    },
    select: { id: true },
  })
  await emit(tx, organizationId, AgreementSigned, { signatureId: id, visitPassId }, ctx.now())
}
