import { defineEventHandler, getRequestURL, getRouterParam, sendRedirect, setResponseHeaders } from 'h3'
import { isId } from '../../../core/ids'
import { pageAfter, problemPage, providerHeaders } from '../../../domains/security/single-sign-on/pages'
import { finishProviderSignIn } from '../../../domains/security/use-cases/single-sign-on/finish-provider-sign-in'
import { contextOf } from '../../../graphql/request'

/** Where the provider of an organization sends browsers back to: opens the session, and leads on. */
export default defineEventHandler(async (event) => {
  setResponseHeaders(event, providerHeaders)
  const organizationId = getRouterParam(event, 'organization') ?? ''
  if (!isId(organizationId)) return sendRedirect(event, problemPage('unknown'))
  const ctx = await contextOf(event)
  const answer = { protocol: 'OIDC' as const, query: getRequestURL(event).searchParams }
  const finished = await finishProviderSignIn(ctx, organizationId, ctx.cookies?.providerAttempt, answer)
  if (finished.kind === 'opened') ctx.cookies?.setSession(finished.session.token, finished.session.expiresAt)
  if (finished.kind !== 'code-owed') ctx.cookies?.clearProviderAttempt()
  return sendRedirect(event, pageAfter(finished))
})
