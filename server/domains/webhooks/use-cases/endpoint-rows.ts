import { organizationOf, type Ctx } from '../../../core/ctx'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import type { WebhookEndpoint } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'

/** What of an endpoint nobody is shown. */
export const hiddenOfEndpoint = { worker: true, workerUntil: true } as const

/** What is read together with an endpoint. */
export const withApplication = { application: { select: { name: true } } } as const

/** An endpoint as whoever manages applications may see it. */
export type WebhookEndpointRow = Omit<WebhookEndpoint, 'sealedUrl' | 'eventTypes' | keyof typeof hiddenOfEndpoint> & {
  url: string
  /** Names on the wire; none means all that its application may hear of. */
  eventTypes: string[]
  /** What its application is called. */
  applicationName: string
}

type Stored = Omit<WebhookEndpoint, keyof typeof hiddenOfEndpoint> & { application: { name: string } }

/** Names of events as they are stored. */
export const namesOf = (stored: unknown): string[] =>
  Array.isArray(stored) ? stored.filter((name): name is string => typeof name === 'string') : []

/** Opens what is sealed of endpoints. */
export async function openEndpoints(ctx: Ctx, rows: readonly Stored[]): Promise<WebhookEndpointRow[]> {
  if (rows.length === 0) return []
  const keyring = await keyringOf(organizationOf(ctx))
  return rows.map(({ sealedUrl, eventTypes, application, ...row }) => ({
    ...row,
    applicationName: application.name,
    eventTypes: namesOf(eventTypes),
    url: openForOrganization(keyring, sealedUrl, sealedColumns.webhookUrl, row.id).toString(),
  }))
}

/** An endpoint that is there; null for one that was deleted or never was. */
export async function findEndpoint(ctx: Ctx, id: string): Promise<WebhookEndpointRow | null> {
  const rows = await ctx.db.webhookEndpoint.findMany({ where: { id, deletedAt: null }, omit: hiddenOfEndpoint, include: withApplication })
  return (await openEndpoints(ctx, rows))[0] ?? null
}
