import { explain, Failure } from './failure.ts'
import { whenOrphaned } from './orphaned.mjs'

/** What a running command can do about its own end. */
export interface Command {
  /** Registers a step that undoes something; steps run in reverse order however the command ends. */
  atEnd: (undo: () => Promise<void> | void) => void
  /** Aborted when the person or the system asks the command to stop. */
  signal: AbortSignal
}

const stopSignals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * Runs one command of package.json to its end: prints failures as one line, undoes what was started, sets the exit code.
 * @param stoppedCode exit code after an orderly stop on request; by default the shell's 128 + signal
 */
export async function runCommand(main: (command: Command) => Promise<number | void>, stoppedCode?: number): Promise<never> {
  const undo: (() => Promise<void> | void)[] = []
  const stop = new AbortController()
  let code = 0
  const asked = askedToStop(stop, (byDefault) => {
    code = stoppedCode ?? byDefault
  })
  const command: Command = { atEnd: (step) => void undo.push(step), signal: stop.signal }
  try {
    code = (await Promise.race([main(command), asked])) ?? code
  } catch (error) {
    code = report(error)
  }
  stop.abort()
  for (let step = undo.pop(); step; step = undo.pop()) await attempt(step)
  process.exit(code)
}

/** Resolves at the first request to stop: a signal, or the end of the process that started us. */
function askedToStop(stop: AbortController, note: (code: number) => void): Promise<void> {
  return new Promise((resolve) => {
    const ask = (code: number) => {
      if (stop.signal.aborted) return
      note(code)
      stop.abort()
      resolve()
    }
    // Every later signal is swallowed too: the stop under way is the answer to it.
    for (const [name, code] of Object.entries(stopSignals)) process.on(name, () => ask(code))
    process.on('disconnect', () => ask(stopSignals.SIGTERM))
    whenOrphaned(() => ask(stopSignals.SIGTERM))
    // What breaks off while everything is being stopped is no news.
    process.on('uncaughtException', (error) => stop.signal.aborted || ask(report(error)))
    process.stdout.on('error', () => ask(stopSignals.SIGHUP))
  })
}

async function attempt(step: () => Promise<void> | void): Promise<void> {
  try {
    await step()
  } catch (error) {
    report(error)
  }
}

function report(error: unknown): number {
  const text = explain(error)
  if (text) console.error(`✖ ${text}`)
  return error instanceof Failure ? error.exitCode : 1
}
