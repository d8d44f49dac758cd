import { afterAll, beforeAll } from 'vitest'
import { hostileRequests } from './api/hostile-requests.suite'
import { httpAudits } from './api/http-audit.suite'
import { oauthEndpoints } from './api/oauth.suite'
import { readmeExamples } from './api/readme.suite'
import { startBuiltServer, type BuiltServer } from './built-server'
import { gateActivity } from './live/gate-activity.suite'
import { revokedKeys } from './live/revoked-keys.suite'
import { revokedSessions } from './live/revoked-sessions.suite'
import { doubleRedeem } from './scan/double-redeem.suite'
import { ownDocuments } from './security/own-documents.suite'

// One start of the built server, with two web processes, for everything that must be seen from outside.
let running: BuiltServer
const server = (): BuiltServer => running

beforeAll(async () => {
  running = await startBuiltServer({ webs: 2 })
}, 120_000)
afterAll(() => running?.stop(), 30_000)

httpAudits(server)
oauthEndpoints(server)
hostileRequests(server)
doubleRedeem(server)
gateActivity(server)
revokedSessions(server)
revokedKeys(server)
readmeExamples(server)
ownDocuments(server)
