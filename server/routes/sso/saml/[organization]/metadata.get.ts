import { createError, defineEventHandler, getRouterParam, setResponseHeader } from 'h3'
import { isId } from '../../../../core/ids'
import { samlMetadata } from '../../../../domains/security/single-sign-on/saml-client'

/** What a SAML provider reads of an organization here: its name, and where answers are posted. It says nothing that is secret. */
export default defineEventHandler((event) => {
  const organizationId = getRouterParam(event, 'organization') ?? ''
  if (!isId(organizationId)) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  setResponseHeader(event, 'content-type', 'application/samlmetadata+xml; charset=utf-8')
  return samlMetadata(organizationId)
})
