import { getRouterParam } from 'h3'
import { signAgreement } from '../../../../domains/visitor-types/use-cases/sign-agreement'
import { agreementPage } from '../../../../guest/agreements'
import { guestStepFormRoute } from '../../../../guest/guest-form'

/** A guest signs the version that they have read. What is missing, and a version published meanwhile, is shown before anything is signed. */
export default guestStepFormRoute(async (event, { ctx, invite, fields }) => {
  const agreementId = getRouterParam(event, 'agreement') ?? ''
  const [name, agreed] = [fields.get('name') ?? '', fields.get('agreed') ?? '']
  const given = { agreementId, version: Number(fields.get('version') ?? 0) || 0, name, agreed }
  const answer = await signAgreement(ctx, invite.pass.id, given)
  if (answer === 'signed') return null
  if (answer === 'tooLate') return answer
  const isChanged = answer === 'changed'
  // Of a text that they have not read yet a guest agrees to nothing.
  const sent = { name, agreed: agreed === 'yes' && !isChanged, problems: isChanged ? [] : answer, isChanged }
  return (await agreementPage(ctx, invite, agreementId, sent)) ?? 'tooLate'
})
