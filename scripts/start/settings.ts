import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '../process/failure.ts'
import { writePrivateFile } from '../services/credentials.ts'

/** How an instance is started; read from the environment once. */
export interface Settings {
  demo: boolean
  port: number
  host: string
  publicUrl: string
  /** Absolute. */
  dataDir: string
}

/** Reads and checks the settings that `npm start` itself needs. The application checks its own again. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const demo = env.NODE_ENV !== 'production'
  if (!demo) requireSettings(env, [env.KMS_URL ? 'KMS_KEY' : 'MASTER_KEY', 'PUBLIC_URL', 'DATABASE_URL', 'REDIS_URL'])
  const port = Number(env.PORT || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Failure(`PORT is "${env.PORT}", but must be a number from 1 to 65535.`)
  return {
    demo,
    port,
    host: env.HOST || (demo ? '127.0.0.1' : '0.0.0.0'),
    publicUrl: env.PUBLIC_URL || `http://localhost:${port}`,
    dataDir: resolve(env.DATA_DIR || '.data'),
  }
}

function requireSettings(env: NodeJS.ProcessEnv, names: string[]): void {
  const missing = names.filter((name) => !env[name])
  if (missing.length > 0)
    throw new Failure(
      `NODE_ENV=production needs ${missing.join(', ')}: set ${missing.length > 1 ? 'them' : 'it'} in the environment (README.md says how), or run without NODE_ENV for the demo.`,
    )
}

/** The data folder with room to work in. A database that runs out of disk stands still without a word, so look before. */
export function prepareDataDir(dataDir: string, neededMegabytes = 500): void {
  makeFolder(dataDir)
  const { bavail, bsize } = statfsSync(dataDir)
  const free = Math.floor((bavail * bsize) / 1e6)
  if (free < neededMegabytes)
    throw new Failure(
      `The disk is full: ${free} MB are left at ${dataDir}, ${neededMegabytes} MB are needed. Free some space, or set DATA_DIR to a folder elsewhere.`,
    )
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error
    throw new Failure(
      `The data folder ${dataDir} cannot be made or written (${code}): give this user the right to, or set DATA_DIR to another one.`,
    )
  }
}

/** The key that encrypts the demo's data, made at its first start (32 bytes, base64, mode 0600). */
export function demoMasterKey(dataDir: string): string {
  const file = join(dataDir, 'master.key')
  if (!existsSync(file)) writePrivateFile(file, `${randomBytes(32).toString('base64')}\n`)
  return readFileSync(file, 'utf8').trim()
}
