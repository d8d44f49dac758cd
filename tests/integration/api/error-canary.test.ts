import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Prisma } from '../../../server/generated/prisma/client'
import type { Ctx } from '../../../server/core/ctx'
import type { Permission } from '../../../server/core/permissions'
import { log } from '../../../server/infra/log'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { call } from './graphql-call'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})
afterEach(() => vi.restoreAllMocks())

const canaries = [
  "SELECT * FROM visitors WHERE email = 'canary@guest.example'",
  'canary@guest.example',
  '+79161234567',
  'Canary Surname',
  '/srv/app/secret.ts',
]

const causes: [name: string, error: Error][] = [
  ['an ordinary error', new Error(`${canaries[0]} "Canary Surname" '+79161234567' \`/srv/app/secret.ts\``)],
  [
    'an error of Prisma',
    new Prisma.PrismaClientKnownRequestError(`Invalid invocation: "${canaries[0]}"\n${canaries.join('\n')}`, {
      code: 'P2002',
      clientVersion: '0',
    }),
  ],
  [
    'an error with a code that looks harmless',
    Object.assign(new Error(`"${canaries[3]}"`), { extensions: { code: 'BAD_USER_INPUT', sql: canaries[0] } }),
  ],
]

describe.each(causes)('%s thrown in a resolver', (_, error) => {
  it('is a number on the wire, and stands in the log once under the same number, without what it said of people', async () => {
    const ctx = asOrgAdmin(org)
    const written = vi.spyOn(log, 'error').mockReturnValue(undefined)
    const permissions = Object.assign(new Set<Permission>(), {
      has: () => {
        throw error
      },
    })
    const failing = Object.create(ctx, { permissions: { value: permissions } }) as Ctx
    const { data, errors } = await call(failing, '{ visitors(first: 1) { edges { node { id } } } }')
    const wire = JSON.stringify(errors)
    expect(data).toBeNull()
    for (const canary of canaries) expect(wire).not.toContain(canary)
    const traceId = errors[0]?.extensions?.traceId
    expect(errors).toMatchObject([
      { extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string } },
    ])
    expect(errors[0]?.message).toContain(traceId)
    expect(written).toHaveBeenCalledTimes(1)
    expect(written.mock.calls[0]?.[0]).toMatchObject({ traceId })
    for (const canary of canaries.slice(1)) expect(JSON.stringify(written.mock.calls)).not.toContain(canary)
  })
})
