import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program and the name it must be called by (several programs live in one file and look at their name). */
export interface Program {
  path: string
  argv0?: string
}

// Debian keeps servers in sbin, which is not on an ordinary user's PATH; Homebrew keeps versioned ones apart.
const extraFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/opt/homebrew/bin', '/usr/local/bin', '/usr/bin']

/** The first of these programs that exists on the PATH or where servers usually are. */
export function findProgram(...names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...extraFolders].filter(Boolean)
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable)
    if (found) return found
  }
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** MariaDB or MySQL, whichever is installed. */
export function findDatabase(): Program | undefined {
  const path = findProgram('mariadbd', 'mysqld')
  return path ? { path } : undefined
}

/**
 * Redis. Debian's `redis-server` is a link to a file of `redis-tools`, which alone brings no system service:
 * there the same program is started under its own name.
 */
export function findRedis(): Program | undefined {
  const path = findProgram('redis-server', 'valkey-server')
  if (path) return { path }
  const tools = findProgram('redis-check-rdb')
  return tools ? { path: tools, argv0: 'redis-server' } : undefined
}

/** Chromium for the browser tests, or what CHROMIUM_PATH names. */
export function findChromium(): string | undefined {
  return process.env.CHROMIUM_PATH || findProgram('chromium', 'google-chrome-stable', 'google-chrome')
}
