/** A failure the person at the terminal can act on: printed as one line, without a stack. */
export class Failure extends Error {
  readonly exitCode: number

  /** @param message one line; empty when the cause has already been printed */
  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'Failure'
    this.exitCode = exitCode
  }
}

const systemErrors: Record<string, (path: string) => string> = {
  ENOSPC: (path) => `The disk is full${path}: free some space and run the same command again.`,
  EDQUOT: (path) => `The disk quota is used up${path}: free some space and run the same command again.`,
  EACCES: (path) => `No permission${path}: give this user the right to read and write it.`,
  EROFS: (path) => `The file system is read-only${path}: set DATA_DIR to a folder that can be written.`,
  EMFILE: () => 'Too many open files: raise the limit (ulimit -n 4096) and run the same command again.',
}

/** One line for a failure or a known system error; the stack for what nobody foresaw. */
export function explain(error: unknown): string {
  if (error instanceof Failure) return error.message
  const { code, path } = error as NodeJS.ErrnoException
  const known = code === undefined ? undefined : systemErrors[code]
  if (known) return known(path ? ` at ${path}` : '')
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
