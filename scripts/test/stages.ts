import { buildIfStale } from '../build/build.ts'
import { explain } from '../process/failure.ts'
import { checkStage, countedStage, type Bench, type Counts, type Stage } from './stage.ts'

/** The stages of `npm test` in their order: what is quick to know comes first. */
export const stages: Stage[] = [
  checkStage('generate', 'Generated code', [
    ['prisma', 'generate'],
    ['graphql-codegen', '--config', 'codegen.ts'],
    ['nuxt', 'prepare'],
  ]),
  checkStage('format', 'Format (oxfmt)', [['oxfmt', '--check']]),
  checkStage('lint', 'Lint (oxlint)', [['oxlint', '--deny-warnings']]),
  checkStage('types', 'Types (vue-tsc)', [
    ['vue-tsc', '-b', '--noEmit'],
    ['tsc', '-p', 'scripts'],
    ['tsc', '-p', 'tests'],
  ]),
  checkStage('structure', 'Structure (dependency-cruiser, knip)', [
    [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'app.vue',
      'error.vue',
      'pages',
      'components',
      'composables',
      'layouts',
      'plugins',
      'middleware',
      'layers',
      'server',
      'shared',
    ],
    ['knip'],
  ]),
  { name: 'build', title: 'Build', run: build },
  countedStage(
    'vitest',
    'Unit, integration, architecture (vitest)',
    (report) => ({
      tool: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    }),
    countVitest,
  ),
  countedStage(
    'e2e',
    'The built server in Chromium (playwright)',
    (report) => ({
      tool: ['playwright', 'test', '--reporter=line,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    }),
    countPlaywright,
  ),
]

async function build({ command, output }: Bench): Promise<Counts> {
  try {
    await buildIfStale(command, { folder: output })
    return { passed: 1, failed: 0, skipped: 0 }
  } catch (error) {
    console.log(`✖ ${explain(error)}`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}

function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report as VitestReport
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/** A test that passed only when repeated has failed. */
function countPlaywright(report: unknown): Counts {
  const { expected, unexpected, flaky, skipped } = (report as PlaywrightReport).stats
  return { passed: expected, failed: unexpected + flaky, skipped }
}
