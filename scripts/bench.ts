import { join, resolve } from 'node:path'
import { buildIfStale } from './build/build.ts'
import { runCommand, type Command } from './process/command.ts'
import { run } from './process/part.ts'
import { progress } from './process/progress.ts'
import { prepareDataDir } from './start/settings.ts'
import { outputFolder, testEnvironment } from './test/set-up.ts'

/** `npm run bench [-- flow …]`: the figures of the product beside their limits, on servers of its own. */
async function bench(command: Command): Promise<number> {
  const dataDir = join(resolve(process.env.DATA_DIR || '.data'), 'bench')
  prepareDataDir(dataDir, 2_000)
  const output = resolve(outputFolder(dataDir))
  const step = progress(2)
  const env = await step('Database and Redis', () => testEnvironment(command, dataDir))
  await step('Build', () => buildIfStale(command, { folder: output }))
  return run(command, 'bench', process.execPath, ['tests/bench/index.ts', ...process.argv.slice(2)], {
    output: 'terminal',
    env: { ...env, GC_OUTPUT_DIR: output },
  })
}

await runCommand(bench)
