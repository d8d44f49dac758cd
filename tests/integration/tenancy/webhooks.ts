import { newId } from '../../../server/core/ids'
import { sealedColumns, sealForOrganization } from '../../../server/core/organization-seal'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import type { TestOrganization } from '../../setup/organization'

/** An endpoint of an application, whose address leads nowhere, with all that is kept of one and of a delivery. @returns their ids */
export async function createWebhooks(org: TestOrganization, mark: string, applicationId: string, isDisabled = false) {
  const [id, deliveryId, attemptId, secretId, noticeId, now] = [newId(), newId(), newId(), newId(), newId(), new Date()]
  const [organizationId, keyring] = [org.id, await keyringOf(org.id)]
  const sealedUrl = sealForOrganization(keyring, Buffer.from(`https://${mark}hook.invalid/`), sealedColumns.webhookUrl, id)
  const text = { description: 'x', eventTypes: ['endpoint.disabled'], selection: 'x' }
  const ended = isDisabled ? { disabledAt: now, disabledFor: 'BY_HAND' as const } : {}
  const state = { createdAt: now, ...ended, succeededAt: now, failingSince: now, warnedAt: now }
  await prisma.webhookEndpoint.create({ data: { id, organizationId, applicationId, sealedUrl, ...text, ...state } })
  const sealedSecret = sealForOrganization(keyring, Buffer.from('whsec_eA=='), sealedColumns.webhookSecret, secretId)
  await prisma.webhookSecret.create({ data: { id: secretId, organizationId, endpointId: id, sealedSecret, createdAt: now } })
  const times = { nextAttemptAt: new Date(now.getTime() + 86_400_000), occurredAt: now, createdAt: now, deliveredAt: now }
  const what = { message: newId(), type: 'x', isExample: false, body: '{}', status: 'PENDING' as const, problem: 'STATUS' as const }
  await prisma.webhookDelivery.create({ data: { id: deliveryId, organizationId, endpointId: id, attempts: 1, ...what, ...times } })
  const sealedResponse = sealForOrganization(keyring, Buffer.from(`${mark}answer`), sealedColumns.webhookResponse, attemptId)
  const attempt = { number: 1, startedAt: now, duration: 1, statusCode: 500, problem: 'STATUS' as const, sealedResponse }
  await prisma.webhookAttempt.create({ data: { id: attemptId, organizationId, deliveryId, ...attempt } })
  const counted = { day: now, delivered: 1, failed: 1, duration: 2n, slowest: 1 }
  await prisma.webhookDay.create({ data: { organizationId, endpointId: id, ...counted } })
  const notice = { id: noticeId, organizationId, endpointId: id, userId: org.developer.id, matter: 'WARNED' as const, createdAt: now }
  await prisma.webhookNotice.create({ data: notice })
  return { WebhookEndpoint: id, WebhookDelivery: deliveryId, WebhookNotice: noticeId }
}
