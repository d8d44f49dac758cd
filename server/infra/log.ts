import pino from 'pino'
import { env } from './env'

/**
 * Structured log of the process. Personal data and credentials have no business here: what could carry them
 * is redacted as a second line of defence, and codes, tokens and links are never passed in the first place.
 */
export const log = pino({
  level: env.LOG_LEVEL,
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: [
      '*.password',
      '*.token',
      '*.code',
      '*.email',
      '*.phone',
      '*.name',
      'password',
      'token',
      'code',
      'email',
      'phone',
      '*.authorization',
      '*.cookie',
    ],
    censor: '[redacted]',
  },
})

/** What may be logged of an unexpected error: its kind, its place and its message without quoted values. */
export function describeError(error: unknown): { type: string; message: string; stack?: string | undefined } {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' }
  const message = error.message.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, '…').split('\n', 1)[0] ?? ''
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return { type: error.name, message, stack: frames.slice(0, 12).join('\n') }
}
