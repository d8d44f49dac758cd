import { runCommand } from './process/command.ts'
import { runOneOff } from './start/one-off.ts'

/** `npm run statistics:recount`: counts a period from the ledger, and mends counters that differ. */
await runCommand((command) => runOneOff(command, 'statistics-recount', process.argv.slice(2)))
