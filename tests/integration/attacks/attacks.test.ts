import { afterAll, beforeAll } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../built-server'
import { attacks } from './attacks.suite'
import { securityHeaders } from './headers.suite'

// A server of its own: what the attacks cost is measured, and nobody else's requests shall count.
let running: BuiltServer
beforeAll(async () => {
  running = await startBuiltServer({ worker: false })
}, 120_000)
afterAll(() => running?.stop(), 30_000)

attacks(() => running)
securityHeaders(() => running)
