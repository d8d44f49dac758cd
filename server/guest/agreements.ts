import type { GuestStep, GuestStepBody } from '#shared/guest-steps'
import type { Ctx } from '../core/ctx'
import type { FieldError } from '../core/errors'
import { isId } from '../core/ids'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { guestAgreements, languageOfVersion } from '../domains/visitor-types/use-cases/guest-agreements'

/** What a guest sent and is not a signature. */
export interface Unsigned {
  name: string
  agreed: boolean
  problems: FieldError[]
  /** Another version was published while they read. */
  isChanged: boolean
}

/** The page on which a guest reads one version of an agreement and signs it. @returns null for one that they are not asked for */
export async function agreementPage(
  ctx: Ctx,
  { pass }: OpenedInvite,
  agreementId: string,
  sent: Unsigned | null = null,
): Promise<GuestStepBody | null> {
  if (!pass.visitorTypeId || !isId(agreementId)) return null
  const agreement = (await guestAgreements(ctx, pass.id)).find(({ id }) => id === agreementId)
  if (!agreement) return null
  const version = await ctx.db.agreementVersion.findUniqueOrThrow({
    where: { agreementId_number: { agreementId, number: agreement.version } },
  })
  const language = languageOfVersion(version, ctx.language)
  const [title, text] = language === 'ru' ? [version.titleRu, version.textRu] : [version.titleEn, version.textEn]
  const { isSigned, signatureId } = agreement
  const problemOf = (field: string) => sent?.problems.find(({ path }) => path.at(-1) === field)?.message ?? null
  return {
    kind: 'agreement',
    agreementId,
    version: agreement.version,
    title,
    paragraphs: text.split(/\n{2,}/),
    textLanguage: language,
    isSigned,
    signatureId,
    isChanged: sent?.isChanged ?? false,
    name: { value: sent?.name ?? '', problem: problemOf('name') },
    agreed: { value: sent?.agreed ?? false, problem: problemOf('agreed') },
  }
}

/** The agreements that a guest is asked for, as lines of the checklist. */
export async function agreementSteps({ pass }: OpenedInvite, ctx: Ctx): Promise<GuestStep[]> {
  const agreements = pass.visitorTypeId ? await guestAgreements(ctx, pass.id) : []
  return agreements.map(({ id, title, isSigned }) => ({
    step: 'agreement',
    name: title,
    state: isSigned ? 'done' : 'todo',
    href: `agreements/${id}`,
  }))
}
