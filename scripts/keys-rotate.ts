import { runCommand } from './process/command.ts'
import { runOneOff } from './start/one-off.ts'

/** `npm run keys:rotate`: gives organizations new keys, or wraps the root key anew. */
await runCommand((command) => runOneOff(command, 'keys-rotate', process.argv.slice(2)))
