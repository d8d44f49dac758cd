import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Visitor, VisitorKey } from '../generated/prisma/client'
import { keyringOf, type Keyring } from '../infra/keyring'
import { openWith, sealWith, SealBroken } from '../infra/seal'
import { blindIndex } from './blind-index'
import type { VisitorRow } from './rows'

/** What is known of a person, in clear. */
export interface VisitorDetails {
  name: string
  /** Lower case. */
  email: string | null
  /** E.164. */
  phone: string | null
  company: string | null
}

/** The key of a visitor as the database holds it: under which key of the organization, and how. */
export type WrappedVisitorKey = Pick<VisitorKey, 'organizationKeyId' | 'wrappedKey'>

/** A visitor as the database holds it. */
export interface SealedVisitor extends Pick<
  Visitor,
  'id' | 'organizationId' | 'locale' | 'sealedName' | 'sealedEmail' | 'sealedPhone' | 'sealedCompany'
> {
  /** Null once the person was erased. */
  key: WrappedVisitorKey | null
}

/** What a Prisma query must select of a visitor for {@link openVisitor}. */
export const sealedVisitor = {
  id: true,
  organizationId: true,
  locale: true,
  sealedName: true,
  sealedEmail: true,
  sealedPhone: true,
  sealedCompany: true,
  key: { select: { organizationKeyId: true, wrappedKey: true } },
} as const

/** Binds a value to its place: moved to another row, column or organization it does not open. */
const placeOf = (organizationId: string, visitorId: string, column: string): string => `visitors:${column}:${organizationId}:${visitorId}`
const keyPlaceOf = (organizationId: string, visitorId: string): string => `visitor_keys:wrapped_key:${organizationId}:${visitorId}`

const columns = { name: 'sealedName', email: 'sealedEmail', phone: 'sealedPhone', company: 'sealedCompany' } as const

/** A visitor whose values are opened when they are asked for. */
class OpenVisitor implements VisitorRow {
  readonly id: string
  readonly locale: VisitorRow['locale']
  readonly erased: boolean
  private key: KeyObject | undefined

  constructor(
    private readonly keyring: Keyring,
    private readonly sealed: SealedVisitor,
  ) {
    this.id = sealed.id
    this.locale = sealed.locale
    this.erased = sealed.key === null
  }

  get name(): string {
    return this.open('name') ?? ''
  }

  get email(): string | null {
    return this.open('email')
  }

  get phone(): string | null {
    return this.open('phone')
  }

  get company(): string | null {
    return this.open('company')
  }

  /** Opens what was sealed under this visitor's key in another table. */
  openOwn(value: Uint8Array, place: string): string | null {
    if (!this.sealed.key) return null
    this.key ??= createSecretKey(unwrap(this.keyring, this.sealed))
    return openWith(this.key, value, `${place}:${this.sealed.organizationId}`).toString()
  }

  private open(field: keyof VisitorDetails): string | null {
    const value = this.sealed[columns[field]]
    if (!value || !this.sealed.key) return null
    this.key ??= createSecretKey(unwrap(this.keyring, this.sealed))
    return openWith(this.key, value, placeOf(this.sealed.organizationId, this.id, columns[field])).toString()
  }
}

function unwrap(keyring: Keyring, { id, organizationId, key }: Pick<SealedVisitor, 'id' | 'organizationId' | 'key'>): Buffer {
  const wrapping = key && keyring.byId.get(key.organizationKeyId)
  if (!wrapping) throw new SealBroken()
  return openWith(wrapping, key.wrappedKey, keyPlaceOf(organizationId, id))
}

/**
 * The key of a visitor, for what else is sealed under it.
 * @throws SealBroken for somebody who was erased, and when the key was changed, moved, or what wrapped it is gone
 */
export const openVisitorKey = (keyring: Keyring, visitor: Pick<SealedVisitor, 'id' | 'organizationId' | 'key'>): Buffer =>
  unwrap(keyring, visitor)

/**
 * A visitor whose name and contacts can be read. Nothing is opened before it is asked for.
 * @param keyring of the visitor's organization
 */
export const openVisitor = (keyring: Keyring, sealed: SealedVisitor): VisitorRow => new OpenVisitor(keyring, sealed)

/**
 * Opens a value of another table that {@link sealForVisitor} sealed for this place.
 * @returns null once the visitor was erased, and for one who is told of only in part
 */
export const openOwn = (visitor: VisitorRow, sealed: Uint8Array, place: string): string | null =>
  visitor instanceof OpenVisitor ? visitor.openOwn(sealed, place) : null

/**
 * Seals a value of another table under the key of the visitor to whom it belongs: it goes when they are erased.
 * @param place table, column and row, joined by colons
 */
export function sealForVisitor(
  keyring: Keyring,
  key: WrappedVisitorKey & { visitorId: string },
  text: string,
  place: string,
): Uint8Array<ArrayBuffer> {
  const own = unwrap(keyring, { id: key.visitorId, organizationId: keyring.organizationId, key })
  return new Uint8Array(sealWith(own, Buffer.from(text), `${place}:${keyring.organizationId}`))
}

/** Visitors of one organization that can be read. */
export async function openVisitors(sealed: SealedVisitor[]): Promise<VisitorRow[]> {
  const [first] = sealed
  if (!first) return []
  const keyring = await keyringOf(first.organizationId)
  return sealed.map((visitor) => openVisitor(keyring, visitor))
}

/** Columns of a visitor that hold what is sealed and what finds it. */
export type SealedColumns = Pick<Visitor, (typeof columns)[keyof typeof columns] | 'nameIndex' | 'emailIndex' | 'phoneIndex'>

/** Seals the details of a visitor under their own key. */
function sealDetails(keyring: Keyring, visitorId: string, key: Buffer, details: VisitorDetails): SealedColumns {
  const { organizationId } = keyring
  const sealed = (field: keyof VisitorDetails) => {
    const value = details[field]
    return value === null ? null : new Uint8Array(sealWith(key, Buffer.from(value), placeOf(organizationId, visitorId, columns[field])))
  }
  return {
    sealedName: sealed('name'),
    sealedEmail: sealed('email'),
    sealedPhone: sealed('phone'),
    sealedCompany: sealed('company'),
    nameIndex: blindIndex(keyring, 'name', details.name),
    emailIndex: details.email === null ? null : blindIndex(keyring, 'email', details.email),
    phoneIndex: details.phone === null ? null : blindIndex(keyring, 'phone', details.phone),
  }
}

/** Wraps the key of a visitor under the `DATA` key of today. */
function wrapVisitorKey({ organizationId, data }: Keyring, visitorId: string, key: Buffer): WrappedVisitorKey {
  return { organizationKeyId: data.id, wrappedKey: new Uint8Array(sealWith(data.key, key, keyPlaceOf(organizationId, visitorId))) }
}

/**
 * Wraps the key of a visitor anew, under the `DATA` key of today. What it seals stays as it is.
 * @throws SealBroken when it was changed, moved, or the key that wrapped it is gone
 */
export const rewrapVisitorKey = (keyring: Keyring, visitorId: string, key: WrappedVisitorKey): WrappedVisitorKey =>
  wrapVisitorKey(keyring, visitorId, unwrap(keyring, { id: visitorId, organizationId: keyring.organizationId, key }))

/** Where a value that is sealed under a visitor's key stands. */
interface VisitorSealedAt {
  table: string
  column: string
  id: string
}

/** Seals and opens what is kept of one visitor beside their details. Moved to another row, column or person it does not open. */
export function visitorSeal(keyring: Keyring, visitorId: string, wrapped: WrappedVisitorKey) {
  const key = unwrap(keyring, { id: visitorId, organizationId: keyring.organizationId, key: wrapped })
  const aad = ({ table, column, id }: VisitorSealedAt) => `${table}:${column}:${keyring.organizationId}:${visitorId}:${id}`
  return {
    seal: (plaintext: Buffer, at: VisitorSealedAt) => new Uint8Array(sealWith(key, plaintext, aad(at))),
    open: (sealed: Uint8Array, at: VisitorSealedAt) => openWith(key, sealed, aad(at)),
  }
}

/** Makes a visitor's key and seals their details. @returns columns of `visitors` and the row of `visitor_keys` */
export function sealNewVisitor(
  keyring: Keyring,
  visitorId: string,
  details: VisitorDetails,
): { columns: SealedColumns; key: Pick<VisitorKey, 'visitorId' | 'organizationId'> & WrappedVisitorKey } {
  const key = randomBytes(32)
  return {
    columns: sealDetails(keyring, visitorId, key, details),
    key: { visitorId, organizationId: keyring.organizationId, ...wrapVisitorKey(keyring, visitorId, key) },
  }
}
