import { defineEventHandler, getQuery, sendRedirect, setResponseHeaders } from 'h3'
import { startProviderSignIn } from '../../domains/security/use-cases/single-sign-on/start-provider-sign-in'
import { contextOf } from '../../graphql/request'
import { problemPage, providerHeaders } from '../../domains/security/single-sign-on/pages'

/** `/sso/start?organization=CODE&next=/host`: sends the browser to the provider of an organization. */
export default defineEventHandler(async (event) => {
  setResponseHeaders(event, providerHeaders)
  const ctx = await contextOf(event)
  const { organization, next } = getQuery(event)
  const started = await startProviderSignIn(ctx, {
    organization: typeof organization === 'string' ? organization.slice(0, 100) : '',
    next: typeof next === 'string' ? next : null,
  })
  if (typeof started === 'string') return sendRedirect(event, problemPage(started))
  ctx.cookies?.setProviderAttempt(started.token, started.expiresAt)
  return sendRedirect(event, started.url)
})
