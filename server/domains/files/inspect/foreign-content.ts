import type { SniffedType } from './sniff'

const latin = (bytes: Buffer): string => bytes.toString('latin1')

/** What begins a page or a program for whoever takes a file for one. Long enough not to occur in noise. */
const markup = /<!doctype\s+html|<html[\s>]|<script[\s>/]|<iframe[\s>]|<svg\s+(?:xmlns|on\w+)|<\?php\s|__HALT_COMPILER|javascript:/i

const archives = [Buffer.from('Rar!\x1a\x07', 'latin1'), Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1')]

const directoryEnd = Buffer.from('PK\x05\x06', 'latin1')

/** Whether the end of a file is that of a ZIP (a JAR, an office document): its directory ends it, a comment may follow. */
function endsAsZip(bytes: Buffer): boolean {
  const tail = bytes.subarray(-66_000)
  for (let at = tail.indexOf(directoryEnd); at >= 0; at = tail.indexOf(directoryEnd, at + 1)) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) <= tail.length) return true
  }
  return false
}

/** A comment of a script where the format has a length: what makes a picture a script that runs. */
const opensComment = (bytes: Buffer, at: number): boolean => latin(bytes.subarray(at, at + 2)) === '/*'

/** Where the last chunk of a PNG ends; beyond everything for one that breaks off. */
function pngEnd(bytes: Buffer): number {
  let at = 8
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (latin(bytes.subarray(at + 4, at + 8)) === 'IEND') return end
    at = end
  }
  return Infinity
}

const ends: Record<Exclude<SniffedType, 'image/jpeg'>, (bytes: Buffer) => number> = {
  // The length stands in the head; a chunk of odd length is followed by one more byte.
  'image/webp': (bytes) => bytes.readUInt32LE(4) + 8,
  'image/png': pngEnd,
  'application/pdf': (bytes) => bytes.lastIndexOf('%%EOF') + 5,
}

/** Whether anything but padding follows the end of the file. After a JPEG phones put films and depth maps: that alone is nothing bad. */
const hasTail = (bytes: Buffer, type: SniffedType): boolean =>
  type !== 'image/jpeg' && bytes.subarray(ends[type](bytes)).some((byte) => ![0, 0x0a, 0x0d, 0x20].includes(byte))

/** A PDF is looked for in the first kilobyte by programs that read it, wherever it begins. */
const isPdfToo = (bytes: Buffer): boolean => latin(bytes.subarray(0, 1_100)).includes('%PDF-') || bytes.includes('%PDF-1.')

/**
 * Whether a file is something else as well, for a program that asks for it: a page, a script, an archive, a PDF in a picture. Pictures
 * are made anew and lose it; whoever sends such a thing means harm all the same, and is told that it is not taken.
 */
export function isPolyglot(bytes: Buffer, type: SniffedType): boolean {
  if (endsAsZip(bytes) || archives.some((mark) => bytes.includes(mark)) || hasTail(bytes, type)) return true
  if (type === 'application/pdf') return !bytes.subarray(0, 5).equals(Buffer.from('%PDF-')) || markup.test(latin(bytes.subarray(0, 1_100)))
  return markup.test(latin(bytes)) || isPdfToo(bytes) || opensComment(bytes, 4)
}
