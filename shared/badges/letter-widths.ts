/** Widths of letters of Roboto in hundredths of their size, of the wider of its two weights, one after another from a first letter on. */
const tables: readonly { first: number; widths: readonly number[] }[] = [
  {
    first: 0x20,
    widths: read(
      '25 27 33 62 57 74 65 18 35 35 45 57 23 34 28 42 57 57 57 57 57 57 57 57 57 57 27 24 51 57 53 49 90 67 64 66 66 57 56 69 72 29 56 64 55 ' +
        '88 72 69 64 69 63 61 61 66 65 89 64 62 61 28 42 28 43 46 33 55 57 53 57 54 36 57 56 26 26 53 26 88 56 58 57 57 36 52 34 56 50 76 51 49 ' +
        '51 34 25 34 69',
    ),
  },
  { first: 0xa0, widths: read('25 27 57 59 72 54 25 63 45 79 45 49 56 34 79 49 39 54 37 37 33 60 49 29 26 37 46 49 74 78 80 49') },
  {
    first: 0x400,
    widths: read(
      '57 57 75 56 68 61 29 29 56 108 109 82 64 72 64 72 67 64 64 56 76 57 96 61 72 72 65 71 88 72 69 72 64 66 61 64 80 64 75 69 96 100 77 87 63 ' +
        '68 93 64 55 57 58 42 62 54 82 52 58 58 56 58 76 58 58 58 57 53 50 49 73 51 61 55 82 87 65 81 56 54 82 56 54 54 56 42 54 52 26 27 26 86 ' +
        '87 57 56 58 49 58',
    ),
  },
  {
    first: 0x490,
    widths: read(
      '56 46 56 42 62 52 102 86 61 52 73 63 65 59 66 54 83 71 77 63 99 72 104 87 78 63 66 53 61 50 62 51 62 51 66 54 90 68 75 61 68 56 69 56 78 ' +
        '60 78 60 29 96 82 65 56 77 64 72 57 78 64 69 55 94 81 29 67 55 67 55 94 85 57 54 70 53 70 53 96 82 61 52 59 59 72 58 72 58 69 58 69 57',
    ),
  },
  { first: 0x2010, widths: read('34 34 105 66 79 79 105 46 22 22 23 21 39 39 38 105 56 58 35 105 105 50 71') },
]

/** What is in no table is taken to be wide: a Chinese letter is as wide as it is high, others are narrower. */
const unknown = 105

function read(numbers: string): number[] {
  return numbers.split(' ').map(Number)
}

function widthOfLetter(letter: string): number {
  // An é is as wide as an e.
  const code = letter.normalize('NFD').codePointAt(0) ?? 0
  const table = tables.findLast(({ first }) => first <= code)
  return table?.widths[code - table.first] ?? unknown
}

/** How much wider a text may be than its letters together: Roboto sets some pairs apart, `rt` the most. */
export const kerning = 1.04

/** How wide the letters of a text are in Roboto together, in parts of its size. */
export function textWidth(text: string): number {
  let width = 0
  for (const letter of text) width += widthOfLetter(letter)
  return width / 100
}

/** Whether the letters that a PDF carries along write a text: Latin, Cyrillic and Greek ones. A browser has others too. */
export const hasLettersFor = (text: string): boolean =>
  /^(?:(?!\p{Emoji_Presentation})[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Common}\p{Script=Inherited}])*$/u.test(text)
