import { inflateSync } from 'node:zlib'

/** A stroke of a drawing, from point to point, in the units of the drawing. */
export interface Stroke {
  from: [number, number]
  to: [number, number]
}

/** What stands in a PDF as pdfkit writes it. */
export interface ReadPdf {
  /** Width and height of each page, in points. */
  pages: [number, number][]
  /** Its texts, line by line. */
  texts: string[]
  strokes: Stroke[]
  pictures: number
}

function objectsOf(pdf: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (const { 0: whole, 1: id = '', index } of pdf.toString('latin1').matchAll(/(?<=^|\n)(\d+) 0 obj\n[^]*?\nendobj/g))
    found.set(id, pdf.subarray(index, index + whole.length))
  return found
}

/** What is in the stream of an object; null for one without, and for pictures. */
function streamOf(object: Buffer): string | null {
  const begin = object.indexOf('stream\n')
  if (begin < 0 || !object.subarray(0, begin).includes('/FlateDecode')) return null
  return inflateSync(object.subarray(begin + 7, object.lastIndexOf('\nendstream'))).toString('latin1')
}

const letter = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')

/** The letters that the glyphs of a font stand for, by their number. */
function lettersOf(table: string): Map<number, string> {
  const letters = new Map<number, string>()
  for (const [, first = '', , list = ''] of table.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/g))
    for (const [index, [, hex = '']] of [...list.matchAll(/<([0-9a-f]+)>/g)].entries())
      letters.set(Number.parseInt(first, 16) + index, letter(hex))
  return letters
}

/** Reads a PDF of pdfkit: sizes of pages, texts by the tables that a reader copies by, and what is drawn by strokes. */
export function readPdf(pdf: Buffer): ReadPdf {
  const objects = objectsOf(pdf)
  const heads = [...objects.values()].map((object) => object.toString('latin1'))
  const fonts = new Map<string, Map<number, string>>()
  for (const [, name = '', id = ''] of heads.join('\n').matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const [, table = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.toString('latin1') ?? '') ?? []
    fonts.set(name, lettersOf(streamOf(objects.get(table) ?? Buffer.alloc(0)) ?? ''))
  }
  const contents = heads.flatMap((head) => [...head.matchAll(/\/Contents (\d+) 0 R/g)].map(([, id = '']) => id))
  const content = contents.map((id) => streamOf(objects.get(id) ?? Buffer.alloc(0)) ?? '')
  const texts = content.flatMap(
    (stream) =>
      [...stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)].reduce<{ font: string; found: string[] }>(
        ({ font, found }, [, named, glyphs]) => {
          if (named) return { font: named, found }
          const numbers = [...(glyphs ?? '').matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
          const text = numbers.map((number) => fonts.get(font)?.get(Number.parseInt(number, 16)) ?? '�').join('')
          return { font, found: [...found, text] }
        },
        { font: '', found: [] },
      ).found,
  )
  const point = String.raw`(-?[\d.]+) (-?[\d.]+)`
  const strokes = content.flatMap((stream) =>
    [...stream.matchAll(new RegExp(`${point} m\\s+${point} l`, 'g'))].map(([, ...numbers]) => {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers.map(Number)
      return { from: [x1, y1], to: [x2, y2] } satisfies Stroke
    }),
  )
  const pages = heads.flatMap((head) =>
    [...head.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]): [number, number] => [
      Number(width),
      Number(height),
    ]),
  )
  return { pages, texts, strokes, pictures: heads.filter((head) => head.includes('/Subtype /Image')).length }
}
