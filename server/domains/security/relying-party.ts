import { env } from '../../infra/env'

const { hostname, origin } = new URL(env.PUBLIC_URL)

/** Who this is towards passkeys: they belong to the host of PUBLIC_URL and work at that address alone. */
export const relyingParty = { id: hostname, name: 'Guest Center', origin }
