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

/** How a controller is reached now, and the secrets by which both sides believe each other. */
export type ControllerReach = Pick<ControllerAccess, 'url' | 'user' | 'password'> & { secrets: readonly string[] }

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

/** The secrets that a controller may have now: after a new one was made, for a day the one before too. */
const secretsOf = ({ secret, earlierSecret }: ControllerAccess, secretAt: Date, now: Date): string[] =>
  earlierSecret && now.getTime() - secretAt.getTime() < overlap ? [secret, earlierSecret] : [secret]

/** What of an access holds now. */
export const reachOfAccess = (access: ControllerAccess, secretAt: Date, now: Date): ControllerReach => ({
  url: access.url,
  user: access.user,
  password: access.password,
  secrets: secretsOf(access, secretAt, now),
})
