import { kerning, textWidth } from './letter-widths'

/** Room for a text, in millimetres. */
export interface TextRoom {
  width: number
  height: number
  /** The size of letters that it has where there is room, and the least that can be read. */
  largest: number
  smallest: number
}

/** A text as it fits: the size of its letters in millimetres, and its lines. */
export interface FittedText {
  size: number
  lines: string[]
}

/** From one line to the next, in parts of the size of letters. */
export const lineHeight = 1.18

const ratio = 0.97
const cut = '…'

/** Where a line may be broken: at blanks, and after hyphens. A piece that follows a blank begins with it. */
const piecesOf = (text: string): string[] =>
  text
    .trim()
    .split(/\s+/)
    .flatMap((word) => word.split(/(?<=-)/).map((part, index) => (index === 0 ? ` ${part}` : part)))

/** Cuts what is wider than a line into parts that are not. */
function cutToWidth(piece: string, width: number): string[] {
  const parts = ['']
  for (const letter of piece) {
    const last = parts.length - 1
    if (textWidth(parts[last] + letter) > width && parts[last]) parts.push(letter)
    else parts[last] += letter
  }
  return parts
}

/**
 * Breaks a text into lines.
 * @param width of a line, in parts of the size of letters
 * @returns null where a word is wider than a line and no word may be cut
 */
function wrap(text: string, width: number, mayCut: boolean): string[] | null {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(text)) {
    if (line && textWidth(line + piece) <= width) {
      line += piece
      continue
    }
    if (line) lines.push(line)
    const parts = cutToWidth(piece.trimStart(), width)
    if (parts.length > 1 && !mayCut) return null
    line = parts.pop() ?? ''
    lines.push(...parts)
  }
  return [...lines, line]
}

function wrapAll(texts: readonly string[], width: number, mayCut: boolean): string[] | null {
  const lines: string[] = []
  for (const text of texts) {
    const wrapped = wrap(text, width, mayCut)
    if (!wrapped) return null
    lines.push(...wrapped)
  }
  return lines
}

const fits = (lines: readonly string[], size: number, { height }: TextRoom): boolean => lines.length * lineHeight * size <= height + 1e-9

/** As many lines as there is room for; the last says that there was more. */
function shorten(lines: string[], { width, height, smallest }: TextRoom): string[] {
  const most = Math.max(1, Math.floor(height / (lineHeight * smallest)))
  if (lines.length <= most) return lines
  const kept = lines.slice(0, most)
  let last = kept.pop() ?? ''
  while (last && textWidth(last + cut) * smallest > width) last = last.slice(0, -1)
  return [...kept, `${last.trimEnd()}${cut}`]
}

/**
 * Fits texts, each beginning a line, into a room: as large as they can be with every word whole. Only at the least size are words
 * cut, and only where that is not enough is the end left out.
 */
export function fitText(texts: readonly string[], { width, ...rest }: TextRoom): FittedText {
  const room = { ...rest, width: width / kerning }
  const given = texts.filter((text) => text.trim() !== '')
  for (let size = room.largest; size > room.smallest; size *= ratio) {
    const lines = wrapAll(given, room.width / size, false)
    if (lines && fits(lines, size, room)) return { size, lines }
  }
  const size = room.smallest
  return { size, lines: shorten(wrapAll(given, room.width / size, true) ?? [], room) }
}
