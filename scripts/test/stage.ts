import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from '../build/tool.ts'
import type { Command } from '../process/command.ts'

/** How many of a stage's checks passed. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** What the stages share. */
export interface Bench {
  command: Command
  /** For logs and reports. */
  dataDir: string
  /** Where the build is that the tests run; they find it in GC_OUTPUT_DIR. */
  output: string
  /** For everything that the stages run. */
  env: NodeJS.ProcessEnv
  /** What the caller named after the stage, handed to its tool. */
  filter: string[]
}

/** One part of `npm test`. */
export interface Stage {
  name: string
  title: string
  run: (bench: Bench) => Promise<Counts>
}

/** One tool and its arguments. */
export type ToolCall = [name: string, ...args: string[]]

/** A stage that is one check: it passes when every tool ends with 0. Output is shown only when one does not. */
export function checkStage(name: string, title: string, calls: ToolCall[]): Stage {
  return {
    name,
    title,
    run: async (bench) => {
      const ok = await allSucceed(bench, name, calls)
      return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
    },
  }
}

/**
 * A stage whose tool counts its own tests in a JSON report.
 * @param call the tool's arguments and environment for writing its report to this file
 */
export function countedStage(
  name: string,
  title: string,
  call: (report: string) => { tool: ToolCall; env?: NodeJS.ProcessEnv },
  count: (report: unknown) => Counts,
): Stage {
  return {
    name,
    title,
    run: async (bench) => {
      const report = join(bench.dataDir, `${name}.json`)
      rmSync(report, { force: true })
      const { tool, env } = call(report)
      const ok = await allSucceed({ ...bench, env: { ...bench.env, ...env } }, name, [[...tool, ...bench.filter]])
      const counts = countIn(report, count)
      // A suite that could not even be loaded has no failing test of its own, and a report may be missing altogether.
      return ok ? counts : { ...counts, failed: Math.max(1, counts.failed) }
    },
  }
}

function countIn(report: string, count: (report: unknown) => Counts): Counts {
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

async function allSucceed({ command, dataDir, env }: Bench, stage: string, calls: ToolCall[]): Promise<boolean> {
  const file = join(dataDir, 'logs', `${stage}.log`)
  mkdirSync(join(file, '..'), { recursive: true })
  rmSync(file, { force: true })
  for (const [tool, ...args] of calls) {
    const code = await runTool(command, tool, args, { output: { file }, env, grace: 20_000 })
    if (code === 0 || command.signal.aborted) continue
    console.log(readFileSync(file, 'utf8').trimEnd())
    console.log(`✖ ${[tool, ...args].join(' ')} ended with ${code}`)
    return false
  }
  return !command.signal.aborted
}
