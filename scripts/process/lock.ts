import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { commandLine, isAlive } from './alive.ts'

/** Who holds a lock: the process, and whatever it wrote for those who come second. */
export interface Holder {
  pid: number
  note: string
}

/**
 * Takes the lock, or says who holds it. A lock whose process is gone (or whose id now belongs to a program
 * that is not ours) is taken over.
 */
export function takeLock(file: string, note: string): Holder | undefined {
  mkdirSync(dirname(file), { recursive: true })
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, JSON.stringify({ pid: process.pid, note } satisfies Holder))
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (linked(mine, file)) return undefined
      const holder = read(file)
      if (holder && isOurs(holder.pid)) return holder
      rmSync(file, { force: true })
    }
    return read(file)
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Whether a running command holds the lock. */
export function isLockHeld(file: string): boolean {
  const holder = read(file)
  return holder !== undefined && isOurs(holder.pid)
}

/** Gives the lock back, if it is still this process that holds it. */
export function releaseLock(file: string): void {
  if (read(file)?.pid === process.pid) rmSync(file, { force: true })
}

// A link appears with its whole content or not at all, and to exactly one of several that try.
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function isOurs(pid: number): boolean {
  return isAlive(pid) && /scripts\/[\w-]+\.(mjs|ts)/.test(commandLine(pid))
}
