import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'

/** A key of the organization that wraps the keys of visitors. */
export interface OrganizationKey {
  id: string
  organizationId: string
  key: KeyObject
}

interface Reader {
  query: <T>(sql: string, values?: unknown) => Promise<T>
}

/** How a person is stored: their own key, wrapped, and what it seals. */
export interface SealedPerson {
  wrapped_key: Buffer
  sealed_name: Buffer
  sealed_company: Buffer | null
}

function open(key: Buffer | KeyObject, sealed: Buffer, place: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(13, -16)), decipher.final()])
}

function seal(key: Buffer | KeyObject, text: Buffer, place: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(Buffer.from(place))
  return Buffer.concat([Buffer.from([1]), iv, cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

const derived = (key: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', `guest-center:${purpose}`, 32))

/** The root key of the installation, opened with MASTER_KEY. */
async function rootKey(db: Reader, masterKey: string): Promise<Buffer> {
  const [row] = await db.query<{ wrapped_key: Buffer }[]>('SELECT wrapped_key FROM installation_keys')
  if (!row) throw new Error('The installation has no root key')
  return open(derived(Buffer.from(masterKey, 'base64'), 'root-key'), row.wrapped_key, 'installation_keys:wrapped_key:root')
}

/** The key with which an organization wraps, opened with the root key. */
export async function organizationKey(db: Reader, organizationId: string, masterKey: string): Promise<OrganizationKey> {
  const [row] = await db.query<{ id: string; wrapped_key: Buffer }[]>(
    "SELECT id, wrapped_key FROM organization_keys WHERE organization_id = ? AND purpose = 'DATA' ORDER BY version DESC LIMIT 1",
    [organizationId],
  )
  if (!row) throw new Error('The organization has no key')
  const wrapping = derived(await rootKey(db, masterKey), 'organization-key')
  const key = createSecretKey(open(wrapping, row.wrapped_key, `organization_keys:wrapped_key:${organizationId}:${row.id}`))
  return { id: row.id, organizationId, key }
}

const placeOf = (organizationId: string, id: string, column: string): string => `visitors:${column}:${organizationId}:${id}`
const keyPlaceOf = (organizationId: string, id: string): string => `visitor_keys:wrapped_key:${organizationId}:${id}`

/** Where a value of the organization itself stands. */
interface Place {
  table: string
  column: string
  id: string
}

const organizationPlaceOf = (organizationId: string, { table, column, id }: Place): string => `${table}:${column}:${organizationId}:${id}`

/** Seals a value under the organization's key as the product does. */
export const sealOwn = ({ id, organizationId, key }: OrganizationKey, value: Buffer, place: Place): Buffer =>
  Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), seal(key, value, organizationPlaceOf(organizationId, place))])

/** Opens the title of a visit. */
export const openTitle = ({ organizationId, key }: OrganizationKey, id: string, sealed: Buffer | null): string | null =>
  sealed &&
  open(key, sealed.subarray(16), organizationPlaceOf(organizationId, { table: 'appointments', column: 'sealed_title', id })).toString()

/** Seals a person as the product does. */
export function sealPerson(
  { organizationId, key }: OrganizationKey,
  id: string,
  { name, company }: { name: string; company: string },
): SealedPerson {
  const own = randomBytes(32)
  return {
    wrapped_key: seal(key, own, keyPlaceOf(organizationId, id)),
    sealed_name: seal(own, Buffer.from(name), placeOf(organizationId, id, 'sealedName')),
    sealed_company: seal(own, Buffer.from(company), placeOf(organizationId, id, 'sealedCompany')),
  }
}

/** Opens name and company of a person. */
export function openPerson(
  { organizationId, key }: OrganizationKey,
  id: string,
  row: SealedPerson,
): { name: string; company: string | null } {
  const own = open(key, row.wrapped_key, keyPlaceOf(organizationId, id))
  return {
    name: open(own, row.sealed_name, placeOf(organizationId, id, 'sealedName')).toString(),
    company: row.sealed_company && open(own, row.sealed_company, placeOf(organizationId, id, 'sealedCompany')).toString(),
  }
}
