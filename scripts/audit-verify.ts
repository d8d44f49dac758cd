import { runCommand } from './process/command.ts'
import { runOneOff } from './start/one-off.ts'

/** `npm run audit:verify`: proves the audit chains, or says where they are broken. */
await runCommand((command) => runOneOff(command, 'audit-verify', process.argv.slice(2)))
