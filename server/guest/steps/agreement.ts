import { isId } from '../../core/ids'
import { guestAgreements, languageOfVersion } from '../../domains/visitor-types/use-cases/guest-agreements'
import { signAgreement } from '../../domains/visitor-types/use-cases/sign-agreement'
import { translate } from '../../infra/i18n'
import type { StepRoute } from '../step'

/** One version of an agreement, which a guest reads and signs. A version that is published meanwhile is shown before anything is signed. */
export const agreementStep: StepRoute<'agreement'> = {
  isBefore: true,
  open: async ({ ctx, invite: { pass }, part: agreementId }) => {
    if (!pass.visitorTypeId || !isId(agreementId)) return 'back'
    const agreement = (await guestAgreements(ctx, pass.id)).find(({ id }) => id === agreementId)
    if (!agreement) return 'back'
    const version = await ctx.db.agreementVersion.findUniqueOrThrow({
      where: { agreementId_number: { agreementId, number: agreement.version } },
    })
    const textLanguage = languageOfVersion(version, ctx.language)
    const [title, text] = textLanguage === 'ru' ? [version.titleRu, version.textRu] : [version.titleEn, version.textEn]
    const { isSigned, signatureId } = agreement
    return { version: agreement.version, title, paragraphs: text.split(/\n{2,}/), textLanguage, isSigned, signatureId }
  },
  submit: async ({ ctx, invite: { pass }, part: agreementId }, fields) => {
    const given = { version: Number(fields.get('version') ?? 0) || 0, name: fields.get('name') ?? '', agreed: fields.get('agreed') ?? '' }
    const answer = await signAgreement(ctx, pass.id, { agreementId, ...given })
    if (answer === 'signed') return { done: null, to: '' }
    if (answer === 'tooLate') return { back: answer }
    // Of a text that they have not read yet a guest agrees to nothing.
    if (answer === 'changed') {
      const problem = translate(ctx.language, 'guestSteps.agreement.changed')
      return { errors: {}, problem, without: ['agreed'] }
    }
    return { errors: Object.fromEntries(answer.map(({ path, message }) => [path.at(-1) ?? '', message])) }
  },
}
