import { encode } from 'uqr'

/** A QR code as one SVG path on a square of `size` × `size` modules, the quiet zone included. */
type QrPath = { size: number; path: string }

/** ISO/IEC 18004 asks for four empty modules around the code. */
const QUIET_ZONE = 4

/**
 * Masks even out regular contents, and every reader takes all eight. Pass codes are mostly a signature, as even as
 * chance: trying the eight costs ten times the drawing and gains 5 % of the standard's penalty over always taking this one.
 */
const MASK = 3

const CACHE_SIZE = 500
const cache = new Map<string, QrPath>()

/**
 * Draws the dark modules of a row as strokes of one module's height: neighbours share one "h", gaps are one "m".
 * The pen ends where the last dark module does.
 */
function rowPath(row: boolean[], y: number) {
  let path = ''
  let pen = 0
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const start = x
    while (row[x + 1]) x++
    path += path ? `m${start - pen} 0` : `M${start} ${y}.5`
    path += `h${x + 1 - start}`
    pen = x + 1
  }
  return path
}

function draw(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE, maskPattern: MASK })
  return { size, path: data.map(rowPath).join('') }
}

/**
 * The QR code of a text at error correction M. Draw it with `stroke`, not `fill`: lines one module wide,
 * through the middle of each row. Keeps the 500 codes used last, as the same pass page is opened again and again.
 */
export function qrPath(text: string): QrPath {
  const known = cache.get(text)
  if (known) cache.delete(text)
  const result = known ?? draw(text)
  cache.set(text, result)
  if (cache.size > CACHE_SIZE) cache.delete(cache.keys().next().value!)
  return result
}
