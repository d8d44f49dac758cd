import { defineNitroPlugin } from 'nitropack/runtime'
import { openRootKeyOrExit } from '../infra/root-key'

// Nitro waits for no plugin, but its server begins to listen when all of them are loaded: nothing is answered before the key is open.
await openRootKeyOrExit()

/** The root key is open in the web process before it listens. */
export default defineNitroPlugin(() => undefined)
