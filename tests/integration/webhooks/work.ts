import { systemCtx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { VisitorErased } from '../../../server/domains/visitors/events'
import { WebhookNoted, WebhookRecoveryAsked } from '../../../server/domains/webhooks/events'
import { recoverWebhookDeliveries } from '../../../server/domains/webhooks/use-cases/recover-webhook-deliveries'
import { watchWebhookEndpoints } from '../../../server/domains/webhooks/use-cases/watch-webhook-endpoints'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { asDeveloper } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { createApplication } from './endpoints'
import { createWebhooks } from '../tenancy/webhooks'

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)

/** An endpoint with a delivery. @returns their ids */
const made = async (org: TestOrganization) => createWebhooks(org, 'made', await createApplication(org))

/** An endpoint that has failed for three days, and nobody was told. @returns its id */
async function failing(org: TestOrganization): Promise<string> {
  const { WebhookEndpoint: id } = await made(org)
  await prisma.webhookEndpoint.update({ where: { id }, data: { failingSince: ago(80), warnedAt: null } })
  return id
}

/** Makes the events of endpoints to which something reacts. */
export const webhookCauses = (org: TestOrganization): Record<string, () => Promise<string>> => ({
  [WebhookRecoveryAsked.type]: async () => {
    const { WebhookEndpoint: webhookEndpointId, WebhookDelivery: id } = await made(org)
    await prisma.webhookDelivery.update({ where: { id }, data: { status: 'FAILED', occurredAt: ago(1) } })
    const asked = await recoverWebhookDeliveries(asDeveloper(org), { webhookEndpointId, since: ago(2) })
    if (isFailure(asked)) throw new Error(asked.message)
    return webhookEndpointId
  },
  [WebhookNoted.type]: async () => {
    const endpointId = await failing(org)
    await watchWebhookEndpoints(new Date(), { organizationId: org.id })
    return (await prisma.webhookNotice.findFirstOrThrow({ where: { endpointId, sentAt: null }, orderBy: { id: 'desc' } })).id
  },
  [`ForgetSelections after ${VisitorErased.type}`]: async () => {
    const { WebhookDelivery: id } = await made(org)
    await prisma.webhookDelivery.update({ where: { id }, data: { frozenAt: new Date(), sealedSelection: new Uint8Array(64) } })
    const { visitorId } = await createVisit(org)
    await eraseOnce(systemCtx(org.id), visitorId, { reason: 'At request' })
    return visitorId
  },
})

/** Leaves something to do for each task of the schedule about endpoints. */
export const webhookLeftovers = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  'tell of endpoints of webhooks that fail, and disable those that do for days': () => failing(org),
  'forget what endpoints of webhooks were told a month ago': async () => {
    const { WebhookDelivery: id } = await made(org)
    await prisma.webhookDelivery.update({ where: { id }, data: { createdAt: ago(31 * 24) } })
  },
})
