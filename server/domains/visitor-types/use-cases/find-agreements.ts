import { refusal } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Agreement, AgreementSignature, AgreementVersion, Prisma } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { maySeeRules, maySeeVisitors, readablePasses } from '../policy'
import { signatureSeal, type Signer } from '../signature-record'
import { visitorKeys } from './keep-answers'

/** A signature as the API shows it: without what is sealed and large. */
export type SignatureRow = Omit<AgreementSignature, 'sealedPdf' | 'organizationId'> & { hasDocument: boolean }

/**
 * Agreements of the caller's organization.
 * @param elseNone whoever may not see them finds none, instead of being refused
 * @throws Refusal
 */
export async function findAgreements(
  ctx: Ctx,
  query: Pick<Prisma.AgreementFindManyArgs, 'where' | 'orderBy' | 'take'>,
  { elseNone = false } = {},
): Promise<Agreement[]> {
  if (maySeeRules(ctx)) return ctx.db.agreement.findMany(query)
  if (elseNone) return []
  throw refusal(ctx)
}

/** Every version of an agreement, newest first. */
export const versionsOf = (ctx: Ctx, agreementId: string): Promise<AgreementVersion[]> =>
  ctx.db.agreementVersion.findMany({ where: { agreementId }, orderBy: { number: 'desc' } })

/**
 * Signatures of guests whom the caller may read.
 * @param elseNone whoever may read nobody finds none, instead of being refused
 * @throws Refusal
 */
export async function signaturesOf(
  ctx: Ctx,
  query: Pick<Prisma.AgreementSignatureFindManyArgs, 'where' | 'orderBy' | 'take'>,
  { elseNone = false } = {},
): Promise<SignatureRow[]> {
  if (elseNone && !maySeeVisitors(ctx)) return []
  const where = { AND: [query.where ?? {}, { visitPass: readablePasses(ctx) }] }
  const rows = await ctx.db.agreementSignature.findMany({ ...query, where, omit: { sealedPdf: true } })
  const made = await ctx.db.agreementSignature.findMany({
    where: { id: { in: rows.map(({ id }) => id) }, sealedPdf: { not: null } },
    select: { id: true },
  })
  const ids = new Set(made.map(({ id }) => id))
  return rows.map((row) => ({ ...row, hasDocument: ids.has(row.id) }))
}

/** Who signed, as they said themselves; null once they were erased. */
export async function signerOf(ctx: Ctx, { id, visitorId, sealedSigner }: SignatureRow): Promise<Signer | null> {
  const key = (await visitorKeys(ctx.db, [visitorId])).get(visitorId)
  return key ? signatureSeal(await keyringOf(organizationOf(ctx)), visitorId, key, id).openSigner(sealedSigner) : null
}
