import { join, resolve } from 'node:path'
import { runCommand, type Command } from './process/command.ts'
import { seconds } from './process/progress.ts'
import { prepareDataDir } from './start/settings.ts'
import { chosen } from './test/chosen.ts'
import { report, words, type Row } from './test/report.ts'
import { chromiumPath, outputFolder, testEnvironment } from './test/set-up.ts'
import type { Bench, Stage } from './test/stage.ts'
import { stages } from './test/stages.ts'

/** `npm test [-- stage … filter … --keep-going]`: everything that must hold, on instances of its own. */
async function test(command: Command): Promise<number> {
  const choice = chosen(stages, process.argv.slice(2))
  const bench = await setUp(command, choice.stages, choice.filter)
  const rows: Row[] = []
  for (const stage of choice.stages) {
    rows.push(await timed(stage, bench))
    if (command.signal.aborted) return 1
    if (rows.at(-1)?.counts.failed && !choice.keepGoing) break
  }
  console.log(
    report(
      rows,
      choice.stages.slice(rows.length).map((stage) => stage.name),
    ),
  )
  return rows.some((row) => row.counts.failed > 0) ? 1 : 0
}

async function setUp(command: Command, planned: Stage[], filter: string[]): Promise<Bench> {
  const started = performance.now()
  const dataDir = join(resolve(process.env.DATA_DIR || '.data'), 'test')
  prepareDataDir(dataDir)
  const needs = (...names: string[]) => planned.some((stage) => names.includes(stage.name))
  const env = needs('vitest', 'e2e') ? await testEnvironment(command, dataDir) : { ...process.env }
  if (needs('e2e')) env.CHROMIUM_PATH = await chromiumPath(command, dataDir)
  console.log(`✔ Set-up: ${seconds(performance.now() - started)}`)
  const output = resolve(outputFolder(dataDir))
  return { command, dataDir, output, env: { ...env, NO_COLOR: '1', GC_OUTPUT_DIR: output }, filter }
}

async function timed(stage: Stage, bench: Bench): Promise<Row> {
  const started = performance.now()
  console.log(`▸ ${stage.title} …`)
  const counts = await stage.run(bench)
  const ms = performance.now() - started
  console.log(`${counts.failed ? '✖' : '✔'} ${stage.title}: ${words(counts)}, ${seconds(ms)}`)
  return { title: stage.title, counts, ms }
}

await runCommand(test)
