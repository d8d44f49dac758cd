import { readIdentifier } from '#shared/credentials/identifiers'
import { readCode } from '#shared/credentials/pass-code'

/** Where a scanned pass code begins in what a field holds, on either keyboard layout. */
const passStart = /GC1:|ПС1Ж/i

/** A short code as it is typed: the hyphen comes by itself. Anything that is no short code stays as it is. */
export function groupTyped(text: string): string {
  const isShort = /^[\p{L}\d]{6,10}$/u.test(text) && !/^(GC1|ПС1)/i.test(text)
  return isShort ? `${text.slice(0, 5)}-${text.slice(5)}` : text
}

/** The code in a field: a scan that landed behind something half typed counts from its own beginning. Never trimmed. */
export function codeIn(text: string): string {
  const start = text.search(passStart)
  return start > 0 ? text.slice(start) : text
}

/** Whether what was typed cannot be a code of ours: a symbol is missing or wrong. */
export const isMistyped = (text: string): boolean => readIdentifier(text) === null && readCode(text).kind === 'unknown'
