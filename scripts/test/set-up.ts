import { join } from 'node:path'
import { isUpToDate } from '../build/build.ts'
import type { Command } from '../process/command.ts'
import { isLockHeld } from '../process/lock.ts'
import { openServices } from '../services.ts'
import { findChromium } from '../services/binaries.ts'
import { installPackages } from '../services/packages.ts'

/** Never the data of `npm start`: the settings that could lead there are taken out of the environment. */
export async function testEnvironment(command: Command, dataDir: string): Promise<NodeJS.ProcessEnv> {
  const services = await openServices(command, { dataDir, database: 'gc_test', fresh: true })
  const {
    DATABASE_URL: _url,
    DATABASE_OWNER_URL: _owner,
    REDIS_URL: _redis,
    DATA_DIR: _data,
    PUBLIC_URL: _public,
    PORT: _port,
    NODE_ENV: _node,
    ...inherited
  } = process.env
  return { ...inherited, TEST_DATABASE_URL: services.databaseAdminUrl, TEST_REDIS_URL: services.redisUrl }
}

/**
 * Where the tests build: the same folder as `npm start`, so that each finds the other's build; but a folder of their own
 * when an instance is running from that one and the sources have changed since.
 */
export function outputFolder(dataDir: string): string {
  const inUse = isLockHeld(join(dataDir, '../start.lock'))
  return inUse && !isUpToDate('.output') ? join(dataDir, 'output') : '.output'
}

/** The browser for the tests: the machine's Chromium, installed if it is not there. */
export async function chromiumPath(command: Command, dataDir: string): Promise<string> {
  const there = findChromium()
  if (there) return there
  await installPackages(
    command,
    ['chromium', 'fonts-liberation'],
    join(dataDir, 'apt-get.log'),
    'Or set CHROMIUM_PATH to a Chromium or Chrome that you have.',
  )
  return findChromium() ?? ''
}
