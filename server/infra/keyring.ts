import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { v7 } from 'uuid'
import type { OrganizationKeyPurpose } from '../generated/prisma/enums'
import { prisma } from './db'
import { rootKey } from './root-key'
import { seal, unseal } from './seal'

/** A key of an organization, ready to use. */
export interface OpenKey {
  id: string
  key: KeyObject
}

/** The keys of one organization (ADR 9). */
export interface Keyring {
  organizationId: string
  /** Wraps the keys of new visitors, seals the secrets of the organization and the texts of its visits. */
  data: OpenKey
  /** Every key that may have wrapped something, by id. */
  byId: ReadonlyMap<string, KeyObject>
  /** Makes blind indexes. */
  index: KeyObject
}

/** How long a process may go on with the keys that it read, in milliseconds. */
const freshness = 30_000

/** A new key is used only when every process has read it: from this age on, in milliseconds. */
export const keyIsKnownAfter = 2 * freshness

const purpose = 'organization-key'
const placeOf = (organizationId: string, id: string): string => `organization_keys:wrapped_key:${organizationId}:${id}`
const keyrings = new LRUCache<string, Promise<Keyring>>({ max: 2_000, ttl: freshness })

/** Wraps a new random key of an organization. @returns the columns of its row */
export function newOrganizationKey(organizationId: string, keyPurpose: OrganizationKeyPurpose, version: number, now: Date) {
  const id = v7()
  const wrappedKey = new Uint8Array(seal(rootKey(), purpose, randomBytes(32), placeOf(organizationId, id)))
  return { id, organizationId, purpose: keyPurpose, version, wrappedKey, createdAt: now }
}

/**
 * The keys of an organization; made on first need.
 * @throws SealBroken when they were wrapped under another root key
 */
export function keyringOf(organizationId: string): Promise<Keyring> {
  const known = keyrings.get(organizationId)
  if (known) return known
  const reading = readKeyring(organizationId)
  keyrings.set(organizationId, reading)
  reading.catch(() => keyrings.delete(organizationId))
  return reading
}

/** Reads the keys of an organization anew when they are next asked for: they have changed. */
export function forgetKeyring(organizationId: string): void {
  keyrings.delete(organizationId)
}

async function readKeyring(organizationId: string): Promise<Keyring> {
  const find = () => prisma.organizationKey.findMany({ where: { organizationId }, orderBy: { version: 'desc' } })
  let rows = await find()
  if (rows.length === 0) {
    const first = (['DATA', 'INDEX'] as const).map((each) => newOrganizationKey(organizationId, each, 1, new Date()))
    // Another process may have been quicker; then its keys are the ones.
    await prisma.organizationKey.createMany({ data: first, skipDuplicates: true })
    rows = await find()
  }
  const byId = new Map(rows.map(({ id, wrappedKey }) => [id, open(organizationId, id, wrappedKey)]))
  const keyOf = (row: { id: string } | undefined): OpenKey => {
    const key = row && byId.get(row.id)
    if (!key) throw new Error('An organization has lost a key')
    return { id: row.id, key }
  }
  const data = rows.filter((row) => row.purpose === 'DATA')
  const settled = Date.now() - keyIsKnownAfter
  return {
    organizationId,
    data: keyOf(data.find(({ createdAt }) => createdAt.getTime() < settled) ?? data.at(-1)),
    byId,
    index: keyOf(rows.find((row) => row.purpose === 'INDEX')).key,
  }
}

const open = (organizationId: string, id: string, wrapped: Uint8Array): KeyObject =>
  createSecretKey(unseal(rootKey(), purpose, wrapped, placeOf(organizationId, id)))
