import { isFailure, type Failure } from '../../../server/core/errors'
import type { Ctx } from '../../../server/core/ctx'
import { nameDelegate } from '../../../server/domains/hosts/use-cases/delegations'
import { delegatesOf } from '../../../server/domains/hosts/use-cases/find-delegations'
import type { HostDelegation } from '../../../server/generated/prisma/client'
import type { TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { gid } from '../api/graphql-call'

/** What a use-case answered when nothing went wrong. */
export function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

/** The host of the organization lets another act for them. */
export async function lend(
  org: TestOrganization,
  delegateId: string,
  more: { startsAt?: Date; endsAt?: Date } = {},
): Promise<HostDelegation> {
  const ctx: Ctx = asHost(org)
  done(await nameDelegate(ctx, { delegateId, ...more }))
  const made = (await delegatesOf(ctx, org.host.id)).find((one) => one.delegateId === delegateId)
  if (!made) throw new Error('The delegation was not made')
  return made
}

/** A visit to book, as the API takes it. */
export const visitFor = (org: TestOrganization, hostId: string, more: object = {}) => {
  const startsAt = Date.now() + 3_600_000
  return {
    visitor: { name: 'Anna Guest' },
    siteId: gid('Site', org.site.id),
    hostId: gid('Host', hostId),
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + 3_600_000).toISOString(),
    ...more,
  }
}
