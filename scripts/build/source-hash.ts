import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Whatever is not named here may end up in the build, so that a new folder cannot be forgotten.
const notBuilt = new Set([
  'tests',
  'docs',
  'docker',
  'test-results',
  'playwright-report',
  'docker-compose.yml',
  'Dockerfile',
  'vitest.config.ts',
  'playwright.config.ts',
  'knip.json',
])
const nowhereBuilt = new Set(['node_modules', 'generated'])
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
  if (name.startsWith('.') || /\.(md|log|test\.ts)$/.test(name) || nowhereBuilt.has(name)) return false
  if (folder === 'scripts') return builtScripts.has(name)
  return folder !== '.' || !notBuilt.has(name)
}
