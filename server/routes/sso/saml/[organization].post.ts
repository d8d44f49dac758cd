import { defineEventHandler, getRouterParam, readRawBody, sendRedirect, setResponseHeader, setResponseHeaders } from 'h3'
import { isId } from '../../../core/ids'
import { pageAfter, problemPage, providerHeaders } from '../../../domains/security/single-sign-on/pages'
import { onwardPage } from '../../../domains/security/single-sign-on/onward-page'
import { finishProviderSignIn } from '../../../domains/security/use-cases/single-sign-on/finish-provider-sign-in'
import { readBoundedBody } from '../../../graphql/bounded-body'
import { contextOf } from '../../../graphql/request'
import { contentSecurity, newNonce } from '../../../infra/content-security'

/**
 * Where the SAML provider of an organization has browsers post its answer. A browser that comes from another site brings no cookie:
 * it is made to post the same once more from here, and then it does.
 */
export default defineEventHandler(async (event) => {
  setResponseHeaders(event, providerHeaders)
  const organizationId = getRouterParam(event, 'organization') ?? ''
  const posted = new URLSearchParams((await readBoundedBody(event)) ? ((await readRawBody(event)) ?? '') : '')
  const response = posted.get('SAMLResponse') ?? ''
  if (!isId(organizationId) || !/^[A-Za-z0-9+/=\s]+$/.test(response)) return sendRedirect(event, problemPage('refused'), 303)
  const ctx = await contextOf(event)
  const token = ctx.cookies?.providerAttempt
  if (!token && !posted.has('again')) {
    const nonce = newNonce()
    setResponseHeaders(event, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentSecurity(nonce) })
    // Without a referrer the browser would not say where the next post comes from.
    setResponseHeader(event, 'referrer-policy', 'same-origin')
    return onwardPage(response, nonce, ctx.language)
  }
  const finished = await finishProviderSignIn(ctx, organizationId, token, { protocol: 'SAML', response })
  if (finished.kind === 'opened') ctx.cookies?.setSession(finished.session.token, finished.session.expiresAt)
  if (finished.kind !== 'code-owed') ctx.cookies?.clearProviderAttempt()
  return sendRedirect(event, pageAfter(finished), 303)
})
