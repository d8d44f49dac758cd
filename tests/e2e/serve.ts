import { freePort } from '../../scripts/services/free-port.ts'
import { startBuiltServer } from '../integration/built-server'

/** Names the data folder of the server under test to the tests. */
export const dataDirVariable = 'GC_E2E_DATA_DIR'

/** Starts web and worker of the build once for all tests, by a name: passkeys belong to none but names. @returns stops them */
export default async function serve(): Promise<() => Promise<void>> {
  const server = await startBuiltServer({ env: { PUBLIC_URL: `http://localhost:${await freePort()}` } })
  process.env[dataDirVariable] = server.dataDir
  return () => server.stop()
}
