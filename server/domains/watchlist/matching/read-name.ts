import { frameOf, readingsOf, soundsOf } from './sounds'

/** A word of a name, as far as it is compared. */
export interface NameWord {
  /** As it was written, in lower case, ё as е. */
  text: string
  /** How it may be read letter by letter: slips of the pen are counted in these. */
  readings: readonly string[]
  /** How it may sound. */
  sounds: readonly string[]
  /** The frames of those sounds. */
  frames: readonly string[]
  isInitial: boolean
  /** Whether it says whose child somebody is: others leave it out. */
  isPatronymic: boolean
  isCyrillic: boolean
}

/** Words of a name that are looked at. */
const mostWords = 6

/** Words that stand between names and say nothing of who it is. */
const connectors = new Set(
  'оглы оглу кызы гызы угли улы заде бин ибн аль эль ад де да ди ван фон дер тер la le el al ad bin ibn bint abu de da di del della der den van von ter oglu ogly kyzy qizi zade mr mrs ms dr г гн'.split(' '),
) // prettier-ignore

const patronymic = /(?:[oe]v|[lnm]|[uia])iC$|[oe]vna$|iniCna$/

/** Words that were read before: names of one list have many in common. Kept no longer than one check takes. */
export type ReadWords = Map<string, NameWord>

function readWord(written: string, isInitial: boolean): NameWord {
  const text = written.replaceAll('ё', 'е')
  const readings = readingsOf(written)
  const sounds = soundsOf(readings)
  let frames: string[] | undefined
  return {
    text,
    readings,
    sounds,
    // Names are looked up by these, not compared.
    get frames() {
      return (frames ??= [...new Set(sounds.map(frameOf))])
    },
    isInitial,
    isPatronymic: !isInitial && sounds.some((sound) => patronymic.test(sound)),
    isCyrillic: /\p{Script=Cyrillic}/u.test(written),
  }
}

/**
 * The words of a name. A single letter, or up to three before a point, are an initial; a hyphen parts two words.
 * Connectors (`bin`, `оглы`) count only where there is nothing else.
 * @param known the words that were read for the same check
 */
export function readName(name: string, known: ReadWords = new Map()): NameWord[] {
  const even = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘ʼ`´ʹʺ"«»]/g, '')
  const found = [...even.matchAll(/([\p{L}\p{M}\p{N}]+)(\.?)/gu)].map(([, word = '', point]) => {
    const letters = [...word].length
    return { word: word.normalize('NFC'), isInitial: letters === 1 || (point === '.' && letters <= 3) }
  })
  const telling = found.filter(({ word, isInitial }) => isInitial || !connectors.has(word))
  return (telling.length > 0 ? telling : found).slice(0, mostWords).map(({ word, isInitial }) => {
    const key = isInitial ? `${word}.` : word
    const read = known.get(key) ?? readWord(word, isInitial)
    known.set(key, read)
    return read
  })
}
