import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../process/command.ts'
import { writePrivateFile } from '../services/credentials.ts'
import type { Services } from '../services.ts'

const fileIn = (dataDir: string) => join(dataDir, 'running.json')

/** Writes down how to reach the servers of this instance while it runs (mode 0600), for commands beside it. */
export function announceServices(command: Command, dataDir: string, services: Services): void {
  writePrivateFile(fileIn(dataDir), JSON.stringify({ ...services, parts: [] } satisfies Services))
  command.atEnd(() => rmSync(fileIn(dataDir), { force: true }))
}

/** The servers of the instance that runs on this data folder. */
export function runningServices(dataDir: string): Services | undefined {
  return existsSync(fileIn(dataDir)) ? (JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Services) : undefined
}
