/** What the keys of the base45 symbols that are not plain letters give on ЙЦУКЕН (Windows, Linux, macOS "Russian – PC"). */
const RUSSIAN_SIGNS: Record<string, string> = { Ж: ':', Ю: '.', '.': '/', ';': '$' }

const RUSSIAN_ROWS = 'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ'
const LATIN_ROWS = 'QWERTYUIOPASDFGHJKLZXCVBNM'

const LATIN_BY_RUSSIAN = new Map([
  ...[...RUSSIAN_ROWS].map((letter, index): [string, string] => [letter, LATIN_ROWS.charAt(index)]),
  ...Object.entries(RUSSIAN_SIGNS),
])

/**
 * Turns what a keyboard-wedge scanner typed through the Russian layout back into the symbols it meant.
 * Letters come out in upper case whatever Caps Lock did; characters of no base45 key stay as they are.
 */
export function fromRussianLayout(text: string): string {
  let latin = ''
  for (const character of text) {
    const upper = character.toUpperCase()
    latin += LATIN_BY_RUSSIAN.get(upper) ?? upper
  }
  return latin
}
