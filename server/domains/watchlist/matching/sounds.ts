/**
 * Words by how they sound, so that all ways to write a name in Latin or Cyrillic letters meet: passport, scientific and common
 * transliteration, German, French and Polish habits. Small Latin letters, and `Z` (ж), `C` (ч), `S` (ш, щ); `c` is ц.
 */

/** What a Latin spelling may stand for; the longest spelling counts, its first reading is the likelier. */
const latin: readonly [string, readonly string[]][] = [
  ['schtsch', ['S']],
  ['chtch', ['S']],
  ['shch', ['S']],
  ['tsch', ['C']],
  ['dzh', ['dZ']],
  ['tch', ['C']],
  ['sch', ['S']],
  ['ch', ['C', 'h']],
  ['sh', ['S']],
  ['zh', ['Z']],
  ['kh', ['h']],
  ['ts', ['c']],
  ['tz', ['c']],
  ['ph', ['f']],
  ['th', ['t']],
  ['ck', ['k']],
  ['qu', ['kv']],
  ['ou', ['ou', 'u']],
  ['ce', ['se', 'ce']],
  ['ci', ['si', 'ci']],
  ['cy', ['si', 'ci']],
  ['c', ['k', 'c']],
  ['j', ['i', 'Z']],
  ['q', ['k']],
  ['w', ['v']],
  ['x', ['ks', 'h']],
  ['y', ['i']],
]
const latinBySpelling = new Map(latin)
/** How long the longest spelling is that begins with a letter. */
const longestFrom = new Map<string, number>()
for (const [{ 0: letter = '', length }] of latin) longestFrom.set(letter, Math.max(longestFrom.get(letter) ?? 0, length))

const cyrillicLetters: Record<string, readonly string[]> = Object.fromEntries(
  Object.entries({
    а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', ғ: 'g', д: 'd', ђ: 'dZ', е: 'e', є: 'ie', ж: 'Z', з: 'z', и: 'i', і: 'i', ї: 'i', й: 'i',
    ј: 'i', к: 'k', қ: 'k', л: 'l', љ: 'l', м: 'm', н: 'n', њ: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', ћ: 'C',
    у: 'u', ў: 'u', ү: 'u', ұ: 'u', ф: 'f', х: 'h', һ: 'h', ц: 'c', ч: 'C', џ: 'dZ', ш: 'S', щ: 'S', ъ: '', ы: 'i', ь: '', э: 'e',
    ә: 'a', ю: 'iu', я: 'ia',
  }).map(([letter, sound]) => [letter, [sound]]),
) // prettier-ignore

/** Letters whose mark is not an ornament: it says another sound. */
const marked: Record<string, string> = {
  š: 'sh', ś: 'sh', ş: 'sh', ș: 'sh', ŝ: 'sh', č: 'ch', ć: 'ch', ç: 'ch', ĉ: 'ch', ž: 'zh', ż: 'zh', ţ: 'ts', ț: 'ts', ł: 'l', đ: 'd',
  ð: 'd', þ: 't', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', ə: 'a',
} // prettier-ignore

/** Readings of a word that are followed at most: each ambiguous spelling doubles them. */
const mostReadings = 4

/** Letters that have no marks, or none that is an ornament. */
const plain = /^[a-zа-яё]*$/

const stripped = (word: string): string => (plain.test(word) ? word : withoutMarks(word))

const withoutMarks = (word: string): string =>
  [...word]
    .map(
      (letter) => marked[letter] ?? (letter in cyrillicLetters || letter === 'ё' ? letter : letter.normalize('NFD').replace(/\p{M}/gu, '')),
    )
    .join('')

/** What stands at a place of a word: how many letters, and what they may stand for. */
function readAt(word: string, place: number): { length: number; sounds: readonly string[] } {
  const letter = word[place] ?? ''
  if (letter === 'ё') return { length: 1, sounds: ['e', 'io'] }
  // Within a word it is a й; before a vowel at its beginning the French mean ж.
  if (letter === 'j' && place > 0) return { length: 1, sounds: ['i'] }
  const cyrillic = cyrillicLetters[letter]
  if (cyrillic) return { length: 1, sounds: cyrillic }
  for (let length = longestFrom.get(letter) ?? 0; length > 0; length--) {
    const sounds = latinBySpelling.get(word.slice(place, place + length))
    if (sounds && place + length <= word.length) return { length, sounds }
  }
  return { length: 1, sounds: [letter] }
}

/** What of the sound no scheme keeps: doubled letters, the й before a vowel within a word, a voiceless ending. */
function settle(sound: string): string[] {
  const even = sound
    .replace(/(.)\1+/g, '$1')
    .replace(/^ie/, 'e')
    .replace(/(?<!^)i(?=[aeu])/g, '')
    .replace(/(?<=.)f$/, 'v')
  // ё is written with an e as often as not.
  return /(?<!^)io/.test(even) ? [even.replace(/(?<!^)io/g, 'e'), even.replace(/(?<!^)io/g, 'o')] : [even]
}

/**
 * How a word may be read letter by letter, the likeliest reading first.
 * @param word lower case
 */
export function readingsOf(word: string): string[] {
  const letters = stripped(word)
  let readings = ['']
  for (let place = 0; place < letters.length;) {
    const { length, sounds } = readAt(letters, place)
    const [only = ''] = sounds
    readings =
      sounds.length === 1
        ? readings.map((begun) => begun + only)
        : readings.flatMap((begun) => sounds.map((sound) => begun + sound)).slice(0, mostReadings)
    place += length
  }
  return readings
}

/** How a word may sound, the likeliest first. */
export const soundsOf = (readings: readonly string[]): string[] =>
  [...new Set(readings.flatMap(settle).map((sound) => sound.replace(/(.)\1+/g, '$1')))].slice(0, mostReadings)

const classes: Record<string, string> = {
  b: 'p', v: 'f', w: 'f', g: 'k', h: 'k', C: 'k', c: 's', z: 's', Z: 's', S: 's', d: 't', a: '', e: '', i: '', o: '', u: '',
} // prettier-ignore

/** The frame of a sound: its consonants, those that schemes and ears mix up made one. A sound of vowels alone stands for itself. */
export function frameOf(sound: string): string {
  const coarse = sound.replace(/./gu, (letter) => (letter in classes && classes[letter] !== '' ? (classes[letter] ?? '') : letter))
  const frame = coarse.replace(/(.)\1+/g, '$1').replace(/[aeiou]/g, '')
  return frame === '' ? `~${sound}` : frame
}
