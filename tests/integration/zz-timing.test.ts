import { it } from 'vitest'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { startBuiltServer } from './built-server'
it('t', async () => {
  const t0 = Date.now()
  const server = await startBuiltServer()
  console.log('total', Date.now() - t0)
  for (const f of readdirSync(server.dataDir).filter((n) => n.endsWith('.log'))) { const s = statSync(`${server.dataDir}/${f}`); console.log(f, s.birthtimeMs - t0, s.mtimeMs - t0, readFileSync(`${server.dataDir}/${f}`, 'utf8').slice(0, 300)) }
  const t1 = Date.now(); await server.stop(); console.log('stop', Date.now() - t1)
}, 100_000)
