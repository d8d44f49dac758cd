import type { Bilingual } from '#shared/guest-steps'
import type { Language } from '#shared/i18n/languages'
import type { Ctx } from '../../../core/ctx'
import type { AgreementVersion } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { formOf } from '../form-of'
import { factsOf, type TypedPass } from './pass-facts'

/** An agreement that the guest of a pass is asked for, as it stands now. */
export interface GuestAgreement {
  id: string
  version: number
  title: Bilingual
  isSigned: boolean
  /** The last signature of this guest. */
  signatureId: string | null
}

type Reader = Pick<TenantTransaction, 'visitPass'> & Parameters<typeof factsOf>[0]

/** A pass with what its type asks; null for a guest of no type. */
export async function typedPass(db: Pick<TenantTransaction, 'visitPass'>, id: string): Promise<TypedPass | null> {
  const pass = await db.visitPass.findUnique({
    where: { id },
    select: { id: true, visitorId: true, visitorTypeId: true, validFrom: true, visitorType: { select: { form: true } } },
  })
  if (!pass?.visitorType || !pass.visitorTypeId) return null
  const { visitorType, visitorTypeId, ...rest } = pass
  return { ...rest, visitorTypeId, form: formOf(visitorType.form) }
}

/** The languages of a version: where the guest's own is missing they read the other. */
export const languageOfVersion = ({ textRu, textEn }: Pick<AgreementVersion, 'textRu' | 'textEn'>, wanted: Language): Language => {
  if (wanted === 'ru') return textRu === '' ? 'en' : 'ru'
  return textEn === '' ? 'ru' : 'en'
}

/** What a guest is asked to sign before they come, with what of it they have signed. */
export async function guestAgreements(ctx: Ctx, visitPassId: string): Promise<GuestAgreement[]> {
  const db: Reader = ctx.db
  const pass = await typedPass(db, visitPassId)
  if (!pass || pass.form.agreementIds.length === 0) return []
  const agreements = await ctx.db.agreement.findMany({
    where: { id: { in: pass.form.agreementIds }, archivedAt: null },
    include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
  })
  const unsigned = (await factsOf(db, [pass])).get(pass.id)?.unsigned ?? []
  const signatures = await ctx.db.agreementSignature.findMany({
    where: { visitorId: pass.visitorId, agreementId: { in: pass.form.agreementIds } },
    select: { id: true, agreementId: true },
    orderBy: { id: 'desc' },
  })
  return pass.form.agreementIds.flatMap((id) => {
    const agreement = agreements.find((each) => each.id === id)
    const [version] = agreement?.versions ?? []
    if (!agreement || !version) return []
    const isSigned = !unsigned.includes(id)
    const signatureId = isSigned ? (signatures.find(({ agreementId }) => agreementId === id)?.id ?? null) : null
    return [{ id, version: version.number, title: { ru: version.titleRu, en: version.titleEn }, isSigned, signatureId }]
  })
}
