import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Whatever is not named here may end up in the build, so that a new folder cannot be forgotten.
const notBuilt = new Set([
  'node_modules',
  'tests',
  'docs',
  'docker',
  'generated',
  'test-results',
  'playwright-report',
  'coverage',
  'docker-compose.yml',
  'Dockerfile',
  'vitest.config.ts',
  'playwright.config.ts',
  'knip.json',
])
const builtScripts = new Set(['worker-bundle.ts', 'build'])

/** A hash over every file that the build reads; equal hashes mean that the build would be the same. */
export function sourceHash(): string {
  const hash = createHash('sha256').update(process.version)
  addFolder(hash, '.')
  return hash.digest('hex')
}

function addFolder(hash: Hash, folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (!isBuilt(folder, entry.name)) continue
    if (entry.isDirectory()) addFolder(hash, path)
    else if (entry.isFile()) hash.update(`${path}\0`).update(readFileSync(path)).update('\0')
  }
}

function isBuilt(folder: string, name: string): boolean {
  if (name.startsWith('.') || name.endsWith('.md') || name.endsWith('.log') || name.endsWith('.test.ts') || notBuilt.has(name)) return false
  return folder !== 'scripts' || builtScripts.has(name)
}
