import { runCommand } from './process/command.ts'
import { runOneOff } from './start/one-off.ts'

/** `npm run admin:create`: makes the first platform administrator. */
await runCommand((command) => runOneOff(command, 'admin-create', process.argv.slice(2)))
