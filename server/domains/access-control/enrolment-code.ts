import { createHmac, randomInt } from 'node:crypto'
import { SHORT_CODE_ALPHABET } from '#shared/credentials/short-code'
import { env } from '../../infra/env'
import { keyFor } from '../../infra/root-key'

const length = 12
const group = 4
const key = keyFor('device-enrolment')

/** For how long an enrolment code works, in milliseconds. */
export const enrolmentLifetime = 10 * 60_000

/** A new code: 60 random bits in three groups, for typing and for the QR alike. */
export function newEnrolmentCode(): string {
  const symbols = Array.from({ length }, () => SHORT_CODE_ALPHABET.charAt(randomInt(SHORT_CODE_ALPHABET.length)))
  return [0, group, 2 * group].map((start) => symbols.slice(start, start + group).join('')).join('-')
}

/**
 * The hash under which a code is kept: too short for a plain one, so it needs a key of the installation too.
 * @param typed in any case, with O for 0 and I or L for 1
 * @returns null for a text that cannot be a code
 */
export function hashEnrolmentCode(typed: string): Uint8Array<ArrayBuffer> | null {
  const symbols = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if (symbols.length !== length || ![...symbols].every((symbol) => SHORT_CODE_ALPHABET.includes(symbol))) return null
  return new Uint8Array(createHmac('sha256', key()).update(symbols).digest())
}

/** The address that a device opens. The code stands behind the #, where no server, log or referrer sees it. */
export const enrolmentUrl = (code: string): string => new URL(`/enrol#${code}`, env.PUBLIC_URL).href
