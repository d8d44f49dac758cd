import { readableOn } from '../brand-color'
import type { Box, Place, TextLine } from './drawing'
import { fitText, lineHeight } from './fit-text'
import { textWidth } from './letter-widths'

/** How a text is written. Sizes in millimetres. */
export interface Style {
  largest: number
  smallest: number
  isBold?: boolean
  color?: string
  isCentred?: boolean
}

/** Lines, and how much of their place's height they take. */
export interface Written {
  lines: TextLine[]
  height: number
}

/** From the top of a line to where its letters stand, in parts of their size. */
const ascent = 0.93

/** Writes texts, each beginning a line, into a place from its top on. */
export function writeFromTop(texts: readonly string[], place: Place, style: Style): Written {
  const { isBold = false, color = '#000000', isCentred = false, largest, smallest } = style
  const { size, lines } = fitText(texts, { width: place.width, height: place.height, largest, smallest })
  const indent = (text: string) => (isCentred ? Math.max(0, (place.width - textWidth(text) * size) / 2) : 0)
  return {
    height: lines.length * lineHeight * size,
    lines: lines.map((text, index) => ({
      text,
      size,
      isBold,
      color,
      x: place.x + indent(text),
      baseline: place.y + (index * lineHeight + ascent) * size,
    })),
  }
}

/** Writes texts into the middle of a place's height. */
export function write(texts: readonly string[], place: Place, style: Style): TextLine[] {
  const { lines, height } = writeFromTop(texts, place, style)
  const down = Math.max(0, (place.height - height) / 2)
  return lines.map((line) => ({ ...line, baseline: line.baseline + down }))
}

/** A box of one colour with a text that can be read on it. */
export function writeOn(text: string, box: Box, unit: number): TextLine[] {
  const inner = { x: box.x + 2 * unit, width: box.width - 4 * unit, y: box.y + 0.6 * unit, height: box.height - 1.2 * unit }
  return write([text], inner, { largest: 6 * unit, smallest: 1.9 * unit, isBold: true, color: readableOn(box.color), isCentred: true })
}

/** The sizes of the parts of a badge, for a label whose shorter side has 62 units. */
export const stylesOf = (unit: number, isCentred: boolean) => ({
  organization: { largest: 4 * unit, smallest: 1.8 * unit, isBold: true },
  name: { largest: 9 * unit, smallest: 2.5 * unit, isBold: true, isCentred },
  company: { largest: 4.2 * unit, smallest: 2 * unit, isCentred },
  facts: { largest: 3.4 * unit, smallest: 2 * unit, isCentred },
})
