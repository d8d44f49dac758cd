import { beforeAll, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import type { Permission } from '../../../server/core/permissions'
import { sealTexts } from '../../../server/core/appointment-texts'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asHost, asOperator } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { dataOf, gid } from './graphql-call'

let org: TestOrganization
let passId: string
beforeAll(async () => {
  org = await createOrganization()
  const visit = await createVisit(org)
  passId = visit.passId
  const texts = sealTexts(await keyringOf(org.id), visit.appointmentId, { title: 'Merger', message: 'Come alone' })
  await prisma.appointment.update({ where: { id: visit.appointmentId }, data: texts })
})

const document = `query ($id: ID!) { node(id: $id) { ... on VisitPass { appointment { status title message } } } }`
const seenBy = async (ctx: Ctx) =>
  (await dataOf<{ node: { appointment: object } }>(ctx, document, { id: gid('VisitPass', passId) })).node.appointment

it('what a visit is about is told along its pass to those who may read visits, to others when it is', async () => {
  const withScopes = async (...scopes: Permission[]) => seenBy(await asApiKey(org, {}, scopes))
  const [all, bare] = [
    { status: 'SCHEDULED', title: 'Merger', message: 'Come alone' },
    { status: 'SCHEDULED', title: null, message: null },
  ]
  expect(await withScopes('pass:read')).toEqual(bare)
  expect(await withScopes('pass:read', 'visitor:read', 'checkin:read', 'scan:admit')).toEqual(bare)
  expect(await withScopes('pass:read', 'appointment:read')).toEqual(all)
  expect(await seenBy(asOperator(org))).toEqual(all)
  expect(await seenBy(asHost(org))).toEqual(all)
})
