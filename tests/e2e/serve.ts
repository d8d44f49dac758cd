import { startBuiltServer } from '../integration/built-server'

/** Names the data folder of the server under test to the tests. */
export const dataDirVariable = 'GC_E2E_DATA_DIR'

/** Starts web and worker of the build once for all tests. @returns stops them */
export default async function serve(): Promise<() => Promise<void>> {
  const server = await startBuiltServer()
  process.env[dataDirVariable] = server.dataDir
  return () => server.stop()
}
