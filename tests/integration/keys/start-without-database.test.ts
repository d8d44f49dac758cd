import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../../scripts/services/free-port.ts'
import { createMigratedDatabase, dropDatabase } from '../../setup/test-database'
import { startProcess, type BuiltProcess } from '../built-process'
import { layCable, type Cable } from '../failures/cable'

const folder = mkdtempSync(join(tmpdir(), 'gc-start-'))
let url: string
let cable: Cable
let web: BuiltProcess

beforeAll(async () => {
  url = await createMigratedDatabase(process.env.DATABASE_URL ?? '')
  const { hostname, port } = new URL(url)
  cable = await layCable(hostname, Number(port || 3306))
})
afterAll(async () => {
  await web.stop()
  await cable.pull()
  await dropDatabase(url)
  rmSync(folder, { recursive: true })
}, 30_000)

it('a web server answers nobody before it has the root key, and waits for a database that is not there yet', async () => {
  const port = String(await freePort())
  const through = new URL(url)
  Object.assign(through, { hostname: '127.0.0.1', port: String(cable.port) })
  await cable.pull()
  const address = { PORT: port, NITRO_PORT: port, HOST: '127.0.0.1', NITRO_HOST: '127.0.0.1' }
  const env = { ...process.env, ...address, NODE_ENV: 'production', LOG_LEVEL: 'info', DATABASE_URL: through.href, DATA_DIR: folder }
  web = startProcess('web', 'server/index.mjs', env, folder)
  const status = () =>
    fetch(`http://127.0.0.1:${port}/api/internal/ready`).then(
      (response) => response.status,
      (error: Error) => (error.cause as NodeJS.ErrnoException).code,
    )
  await expect.poll(web.output, { timeout: 30_000 }).toContain('the root key cannot be read from the database')
  expect([web.isRunning(), await status()]).toEqual([true, 'ECONNREFUSED'])
  await cable.plugIn()
  await expect.poll(status, { timeout: 30_000 }).toBe(200)
}, 90_000)
