import { randomBytes } from 'node:crypto'
import { openForOrganization, sealedColumns, sealForOrganization } from '../../core/organization-seal'
import type { Keyring } from '../../infra/keyring'

/** Where a controller is, how it is opened, and what both sides sign with. */
export interface ControllerAccess {
  url: string
  /** Of a broker that asks for them. */
  user: string | null
  password: string | null
  /** `whsec_` and base64 of 32 random bytes. */
  secret: string
  /** The secret before, with which the controller may sign for a day after it was replaced. */
  earlierSecret: string | null
}

/** For how long the secret before still counts, in milliseconds. */
const overlap = 24 * 3_600_000

/** A new secret to sign with. */
export const newControllerSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Seals it for its row. */
export const sealAccess = (keyring: Keyring, id: string, access: ControllerAccess): Uint8Array<ArrayBuffer> =>
  sealForOrganization(keyring, Buffer.from(JSON.stringify(access)), sealedColumns.accessController, id)

/** Opens what {@link sealAccess} made. */
export const openAccess = (keyring: Keyring, { id, sealedAccess }: { id: string; sealedAccess: Uint8Array }): ControllerAccess =>
  JSON.parse(openForOrganization(keyring, sealedAccess, sealedColumns.accessController, id).toString()) as ControllerAccess

/** The secrets by which a controller is believed now. */
export const secretsOf = ({ secret, earlierSecret }: ControllerAccess, secretAt: Date, now: Date): string[] =>
  earlierSecret && now.getTime() - secretAt.getTime() < overlap ? [secret, earlierSecret] : [secret]
