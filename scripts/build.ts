import { buildIfStale } from './build/build.ts'
import { runCommand } from './process/command.ts'
import { seconds } from './process/progress.ts'

/** `npm run build [-- --verbose --force]` */
await runCommand(async (command) => {
  const started = performance.now()
  const outcome = await buildIfStale(command, { force: process.argv.includes('--force'), verbose: process.argv.includes('--verbose') })
  console.log(`Build: ${outcome}, ${seconds(performance.now() - started)}`)
})
