import { openForOrganization, sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import { prisma } from '../../../infra/db'
import { keyringOf } from '../../../infra/keyring'
import { webhookEventType } from '../event-types'
import type { WebhookBody } from '../payload'
import type { Select, Selected } from '../selection'
import type { OpenEndpoint } from './open-endpoint'
import type { DueDelivery } from './take-due.sql'

/** A body is under 20 KB (contracts.md). */
const mostBytes = 20_000

/** What stands in the place of a selection that was thrown away, because a person was erased whom it may have named. */
const forgotten: Selected = { selection: null, selectionErrors: [{ code: 'FORGOTTEN' }] }
const tooLarge: Selected = { selection: null, selectionErrors: [{ code: 'TOO_LARGE' }] }

/** A body with what was selected, or without it where both together are too long. */
export function withSelection(body: string, selected: Selected): string {
  const parsed = JSON.parse(body) as WebhookBody
  const joined = (more: Selected) => JSON.stringify({ ...parsed, data: { ...parsed.data, ...more } })
  const whole = joined(selected)
  return Buffer.byteLength(whole) < mostBytes ? whole : joined(tooLarge)
}

/** Asks the selection and keeps what it found, sealed: every try says the same. @returns null when another one was quicker */
async function freeze(select: Select, endpoint: OpenEndpoint, { id, type, body }: DueDelivery): Promise<Selected | null> {
  const object = (JSON.parse(body) as WebhookBody).data[webhookEventType(type)?.object ?? '']
  const selected = typeof object === 'string' ? await select(endpoint, endpoint.selection ?? '', object) : { selection: null }
  const kept = withSelection(body, selected) === withSelection(body, tooLarge) ? tooLarge : selected
  const keyring = await keyringOf(endpoint.organizationId)
  const sealedSelection = sealForOrganization(keyring, Buffer.from(JSON.stringify(kept)), sealedColumns.webhookSelection, id)
  const { count } = await prisma.webhookDelivery.updateMany({
    where: { id, organizationId: endpoint.organizationId, frozenAt: null },
    data: { sealedSelection, frozenAt: new Date() },
  })
  return count === 1 ? kept : null
}

type Frozen = Pick<DueDelivery, 'id' | 'sealedSelection'>

/** What was frozen of a delivery before. */
async function frozen(organizationId: string, { id, sealedSelection }: Frozen): Promise<Selected> {
  if (!sealedSelection) return forgotten
  const text = openForOrganization(await keyringOf(organizationId), sealedSelection, sealedColumns.webhookSelection, id).toString()
  return JSON.parse(text) as Selected
}

/** The body of a delivery with what was frozen for it. */
export const withFrozen = async (organizationId: string, delivery: Frozen & Pick<DueDelivery, 'body' | 'frozenAt'>): Promise<string> =>
  delivery.frozenAt ? withSelection(delivery.body, await frozen(organizationId, delivery)) : delivery.body

/** What an endpoint is sent: the thin event, and with it what its selection found when the event was first told. */
export async function bodyFor(select: Select, endpoint: OpenEndpoint, delivery: DueDelivery): Promise<string> {
  if (delivery.frozenAt || !endpoint.selection) return withFrozen(endpoint.organizationId, delivery)
  const fresh = await freeze(select, endpoint, delivery)
  if (fresh) return withSelection(delivery.body, fresh)
  const row = await prisma.webhookDelivery.findUniqueOrThrow({ where: { id: delivery.id }, select: { id: true, sealedSelection: true } })
  return withSelection(delivery.body, await frozen(endpoint.organizationId, row))
}
