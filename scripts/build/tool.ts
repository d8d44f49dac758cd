import { join } from 'node:path'
import type { Command } from '../process/command.ts'
import { run, type LaunchOptions } from '../process/part.ts'

/** What keeps our tools from asking outside: no telemetry, no update checks, no engine download. */
export const quietTools = {
  PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  NUXT_TELEMETRY_DISABLED: '1',
}

/** Runs a tool of node_modules to its end; returns its exit code. */
export function runTool(command: Command, name: string, args: string[], options: LaunchOptions): Promise<number> {
  const env = { ...(options.env ?? process.env), ...quietTools }
  return run(command, name, join('node_modules/.bin', name), args, { ...options, env })
}
