import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { dataOf, gid } from '../api/graphql-call'

/** What a mutation of a place answered. */
export interface PlaceResult {
  __typename: string
  code?: string
  path?: string[]
  fields?: { path: string[]; message: string }[]
  site?: { id: string; name: string; timeZone: string; address: string | null; closedAt: string | null }
  gate?: { id: string; name: string; closedAt: string | null; site: { id: string } }
}

const site = 'site { id name timeZone address closedAt }'
const gate = 'gate { id name closedAt site { id } }'
const failures = '... on ValidationFailed { fields { path message } } ... on UserError { code path }'

const shown: Record<string, string> = {
  createSite: site,
  updateSite: site,
  closeSite: site,
  reopenSite: site,
  createGate: gate,
  renameGate: gate,
  closeGate: gate,
  reopenGate: gate,
}

/** Asks one of the mutations of places. */
export async function change(ctx: Ctx, field: string, input: object): Promise<PlaceResult> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`
  const document = `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename ... on ${type}Success { ${shown[field]} } ${failures} } }`
  return (await dataOf<{ result: PlaceResult }>(ctx, document, { input })).result
}

/** What a site is in these tests, unless told otherwise. */
export const siteContent = { name: 'Annex', timeZone: 'Europe/Berlin', identityCheck: false }

/** Makes a site. @returns its own id, not the global one */
export async function madeSite(ctx: Ctx, more: object = {}): Promise<string> {
  const { site: made } = await change(ctx, 'createSite', { ...siteContent, idempotencyKey: newId(), ...more })
  return localOf(made?.id)
}

/** Makes a gate. @returns its own id, not the global one */
export async function madeGate(ctx: Ctx, siteId: string, name = 'Gate'): Promise<string> {
  const { gate: made } = await change(ctx, 'createGate', { siteId: gid('Site', siteId), name })
  return localOf(made?.id)
}

/** The own id in a global one. */
export const localOf = (id: string | undefined): string =>
  Buffer.from(id ?? '', 'base64url')
    .toString('latin1')
    .split(':')[1] ?? ''
