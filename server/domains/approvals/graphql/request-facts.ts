import DataLoader from 'dataloader'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import type { GraphqlContext } from '../../../graphql/context'
import { describeRequests, type RequestFacts } from '../use-cases/describe-requests'
import { findRoleNames } from './names'

type Loader = DataLoader<ApprovalRequest, RequestFacts | null>

const loaders = new WeakMap<GraphqlContext['load'], Loader>()

/** What was read of a row: read again it is another row, and what was read of it before does not count. */
const known = new WeakMap<ApprovalRequest, Promise<RequestFacts | null>>()

function loaderOf(ctx: GraphqlContext): Loader {
  const found = loaders.get(ctx.load)
  if (found) return found
  const made: Loader = new DataLoader((requests) => describeRequests(ctx.db, requests, (ids) => findRoleNames(ctx, ids)), { cache: false })
  loaders.set(ctx.load, made)
  return made
}

/** What is known of a request, loaded together with that of the others of a page. @throws Error for one without visits: there is none */
export async function factsOf(ctx: GraphqlContext, request: ApprovalRequest): Promise<RequestFacts> {
  const asked = known.get(request) ?? loaderOf(ctx).load(request)
  known.set(request, asked)
  const facts = await asked
  if (!facts) throw new Error('A request without visits')
  return facts
}
