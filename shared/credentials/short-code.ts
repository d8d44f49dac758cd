/** Crockford's base32: no I, L, O (they look like 1 and 0) and no U. */
export const SHORT_CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const BASE = SHORT_CODE_ALPHABET.length
const RANDOM_SYMBOLS = 9
const VALUES = new Map([...SHORT_CODE_ALPHABET].map((symbol, value) => [symbol, value]))

/** What people type for a symbol that is not in the alphabet: look-alikes in Latin and Cyrillic. */
const LOOK_ALIKES: Record<string, string> = {
  O: '0',
  I: '1',
  L: '1',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: '0',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  У: 'Y',
}

/** Luhn mod 32: finds every wrong symbol and every swap of two neighbours but 0 with Z. */
function luhnSum(values: number[], doubleFirstFromRight: boolean) {
  let double = doubleFirstFromRight
  let sum = 0
  for (const value of values.toReversed()) {
    const addend = double ? value * 2 : value
    sum += Math.floor(addend / BASE) + (addend % BASE)
    double = !double
  }
  return sum % BASE
}

/**
 * A code for typing: 9 random symbols (45 bits) and a check symbol. Not a secret that may be guessed at leisure:
 * it is valid in one organization, online, and throttled.
 * @param randomBytes at least 9 bytes from a cryptographic source
 * @throws RangeError for fewer
 */
export function makeShortCode(randomBytes: Uint8Array): string {
  if (randomBytes.length < RANDOM_SYMBOLS) throw new RangeError('a short code needs 9 random bytes')
  const values = Array.from(randomBytes.subarray(0, RANDOM_SYMBOLS), (byte) => byte % BASE)
  const check = (BASE - luhnSum(values, true)) % BASE
  return [...values, check].map((value) => SHORT_CODE_ALPHABET.charAt(value)).join('')
}

/**
 * The code that somebody meant by what they typed: any case, spaces and hyphens anywhere, O for 0, I or L for 1,
 * Cyrillic letters that look like Latin ones.
 * @returns 10 symbols, or null when there are not 10 or the check symbol is wrong
 */
export function normalizeShortCode(text: string): string | null {
  if (text.length > 64) return null
  const symbols = [...text.replace(/[\s\-\u2010-\u2015\u2212]/g, '').toUpperCase()].map((symbol) => LOOK_ALIKES[symbol] ?? symbol)
  if (symbols.length !== RANDOM_SYMBOLS + 1) return null
  const values = symbols.map((symbol) => VALUES.get(symbol) ?? -1)
  if (values.includes(-1) || luhnSum(values, false) !== 0) return null
  return symbols.join('')
}

/** A short code as people read it aloud: `XXXXX-XXXXX`. */
export function displayShortCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`
}
