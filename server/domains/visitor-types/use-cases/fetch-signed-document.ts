import { organizationOf, type Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { Prisma } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { signatureSeal } from '../signature-record'
import { readablePasses } from '../policy'
import { visitorKeys } from './keep-answers'

async function open(ctx: Ctx, where: Prisma.AgreementSignatureWhereInput): Promise<Buffer | null> {
  const row = await ctx.db.agreementSignature.findFirst({ where })
  const key = row && (await visitorKeys(ctx.db, [row.visitorId])).get(row.visitorId)
  if (!row?.sealedPdf || !key) return null
  return signatureSeal(await keyringOf(organizationOf(ctx)), row.visitorId, key, row.id).openPdf(row.sealedPdf)
}

/**
 * The document of a signature, for whoever may read its guest.
 * @returns null for one that does not exist, is another's or is not made yet
 * @throws Refusal
 */
export const fetchSignedDocument = async (ctx: Ctx, id: string): Promise<Buffer | null> => {
  const visible = readablePasses(ctx)
  return isId(id) ? open(ctx, { AND: [{ id }, { visitPass: visible }] }) : null
}

/** The document that the guest of a pass has signed last under an agreement, for them; null while there is none. */
export const fetchOwnDocument = async (ctx: Ctx, visitorId: string, signatureId: string): Promise<Buffer | null> =>
  isId(signatureId) ? open(ctx, { id: signatureId, visitorId }) : null
