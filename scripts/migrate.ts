import { runCommand } from './process/command.ts'
import { runOneOff } from './start/one-off.ts'

/** `npm run migrate`: brings the database to this version's tables. */
await runCommand((command) => runOneOff(command, 'migrate', process.argv.slice(2)))
