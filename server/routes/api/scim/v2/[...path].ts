import { defineEventHandler, getHeader, getRequestURL, setResponseHeader, setResponseStatus, type H3Event } from 'h3'
import { newTraceId } from '../../../../core/ctx'
import { answerDirectory } from '../../../../domains/security/provisioning/answer'
import { ScimError } from '../../../../domains/security/provisioning/scim-error'
import type { ScimAnswer } from '../../../../domains/security/provisioning/scim-request'
import { authenticateDirectory } from '../../../../domains/security/use-cases/provisioning/authenticate-directory'
import { readBoundedBody } from '../../../../graphql/bounded-body'
import { clientAddress } from '../../../../infra/client-address'
import { describeError, log } from '../../../../infra/log'

const prefix = /^\/api\/scim\/v2\/?/

async function bodyOf(event: H3Event): Promise<unknown> {
  if (!['POST', 'PUT', 'PATCH'].includes(event.method)) return undefined
  if (!(await readBoundedBody(event))) throw new ScimError(413, 'The body is too long', 'tooMany')
  if (!/^application\/(scim\+)?json\b/i.test(getHeader(event, 'content-type') ?? ''))
    throw new ScimError(400, 'The body has to be application/scim+json', 'invalidSyntax')
  try {
    return JSON.parse(String(Reflect.get(event.node.req, 'body')))
  } catch {
    throw new ScimError(400, 'The body is no JSON', 'invalidSyntax')
  }
}

function pathOf(pathname: string): string[] {
  try {
    return pathname.replace(prefix, '').split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    throw new ScimError(404, 'There is no such resource')
  }
}

async function answer(event: H3Event, traceId: string): Promise<ScimAnswer> {
  const ip = clientAddress(event)
  const request = { ip, userAgent: getHeader(event, 'user-agent') ?? null }
  const ctx = await authenticateDirectory(getHeader(event, 'authorization'), { language: 'en', traceId, request })
  if (typeof ctx === 'number') {
    setResponseHeader(event, 'retry-after', ctx)
    throw new ScimError(429, `Too many requests: try again in ${ctx} s`)
  }
  if (!ctx) {
    setResponseHeader(event, 'www-authenticate', 'Bearer realm="scim"')
    throw new ScimError(401, 'The token is unknown, withdrawn or over')
  }
  const url = getRequestURL(event)
  return answerDirectory(ctx, {
    method: event.method,
    path: pathOf(url.pathname),
    query: url.searchParams,
    body: await bodyOf(event),
    ifMatch: getHeader(event, 'if-match') ?? null,
    ifNoneMatch: getHeader(event, 'if-none-match') ?? null,
  })
}

/** What went wrong, in the words of the protocol; what nobody expected is logged, and told by its trace alone. */
function refusal(error: unknown, traceId: string): ScimAnswer {
  if (error instanceof ScimError) return { status: error.status, body: error.body }
  log.error({ traceId, err: describeError(error) }, 'a directory could not be answered')
  return { status: 500, body: new ScimError(500, `Something went wrong; trace ${traceId}`).body }
}

/** Where an organization's directory makes, changes and withdraws people and groups (SCIM 2.0, RFC 7644). */
export default defineEventHandler(async (event) => {
  const traceId = newTraceId()
  const { status, body, headers } = await answer(event, traceId).catch((error: unknown) => refusal(error, traceId))
  setResponseStatus(event, status)
  setResponseHeader(event, 'cache-control', 'no-store')
  for (const [name, value] of Object.entries(headers ?? {})) setResponseHeader(event, name, value)
  if (body === null) return null
  setResponseHeader(event, 'content-type', 'application/scim+json; charset=utf-8')
  return JSON.stringify(body)
})
