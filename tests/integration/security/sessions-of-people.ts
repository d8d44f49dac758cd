import { createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { hashToken, newToken } from '../../../server/domains/security/token'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { prisma } from '../../../server/infra/db'
import type { TestUser } from '../../setup/organization'
import { dataOf } from '../api/graphql-call'

/** Opens a session and acts in it; `provenAt` is when the person last proved who they are. */
export async function inSession(user: TestUser, organizationId: string | null, now: () => Date, provenAt = now()): Promise<Ctx> {
  const [id, token] = [newId(), newToken('gcs_')]
  const expiresAt = new Date(Date.now() + 86_400_000)
  await prisma.session.create({
    data: { id, tokenHash: hashToken(token), userId: user.id, organizationId, createdAt: new Date(), expiresAt, provenAt },
  })
  return createCtx(await authenticate({ session: token }), { language: 'en', now })
}

/** What a mutation of the test answered. */
export type Result = Record<string, unknown> & { __typename: string }

const failures = '... on ValidationFailed { fields { path message } } ... on UserError { code path }'

/** Sends a mutation; `wanted` is what of its success is asked for. */
export async function send(ctx: Ctx, field: string, input: object | null, wanted = ''): Promise<Result> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}`
  const success = wanted ? `... on ${type}Success { ${wanted} }` : ''
  const [head, args] = input ? [`mutation ($input: ${type}Input!)`, '(input: $input)'] : ['mutation', '']
  const document = `${head} { result: ${field}${args} { __typename ${success} ${failures} } }`
  return (await dataOf<{ result: Result }>(ctx, document, input ? { input } : {})).result
}
