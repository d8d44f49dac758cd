import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isApiKey } from '../core/api-key'
import { closeDatabase, prisma } from '../infra/db'
import { env } from '../infra/env'
import { redis } from '../infra/redis'
import { openRootKeyOrExit } from '../infra/root-key'
import { makeCredentials } from './demo/credentials'
import { demoOrganizations, makeOrganization } from './demo/organizations'
import { makePeople, makePlatformAdmin } from './demo/people'
import { makeVisits } from './demo/visits'

const demoFile = join(env.DATA_DIR, 'demo.json')

async function loadDemo(now: Date): Promise<void> {
  await makePlatformAdmin(now)
  for (const demo of demoOrganizations) {
    const organization = await makeOrganization(demo, now)
    const hosts = await makePeople(organization, now)
    await makeVisits(organization, hosts, now)
  }
}

/** Whether the file holds keys that this version takes; those of earlier ones had no checksum. */
async function isUsable(file: string): Promise<boolean> {
  if (!existsSync(file)) return false
  const { apiKey } = JSON.parse(await readFile(file, 'utf8')) as { apiKey?: unknown }
  return typeof apiKey === 'string' && isApiKey(apiKey)
}

/** Loads the demo organizations into an empty database and writes `demo.json`; a database with data is left alone. */
async function seed(): Promise<void> {
  const now = new Date()
  const organizations = await prisma.organization.findMany({ select: { code: true } })
  if (organizations.length === 0) await loadDemo(now)
  else if ((await isUsable(demoFile)) || !organizations.some(({ code }) => code === 'north-port')) return
  await mkdir(env.DATA_DIR, { recursive: true })
  await writeFile(demoFile, `${JSON.stringify(await makeCredentials(now), null, 2)}\n`, { mode: 0o600 })
}

if (env.GC_DEMO) {
  await openRootKeyOrExit()
  await seed()
}
redis.disconnect()
await closeDatabase()
process.exit(0)
