import { qrPath } from '#shared/credentials/qr-path'
import type { BadgeDrawing, Place, TextLine } from '#shared/badges/drawing'

/** What is drawn into the places of a badge. */
export interface BadgeParts {
  title: string
  /** JPEGs. */
  logo: Buffer | null
  photo: Buffer | null
  /** What the QR says. */
  code: string | null
}

/** Points of a PDF in a millimetre. */
const point = 72 / 25.4

/** From the top of a line of Roboto to where its letters stand, in parts of their size. */
const ascender = 1_900 / 2_048

const at = (x: number, y: number) => ({ absolutePosition: { x: x * point, y: y * point } })

const lineOf = ({ x, baseline, size, text, isBold, color }: TextLine) => ({
  text,
  bold: isBold,
  color,
  fontSize: size * point,
  lineHeight: 1,
  noWrap: true,
  ...at(x, baseline - ascender * size),
})

/** What stands in a place, as SVG: what the page draws, too. */
function drawn({ x, y, width, height }: Place, viewBox: string, inner: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${viewBox}">${inner}</svg>`
  return { svg, width: width * point, height: height * point, ...at(x, y) }
}

/** A picture that is seen whole, or fills its place. */
function pictureOf(bytes: Buffer, place: Place, how: 'whole' | 'filling') {
  const [width, height] = [place.width * point, place.height * point]
  const ratio = how === 'whole' ? 'xMinYMid meet' : 'xMidYMid slice'
  const href = `data:image/jpeg;base64,${bytes.toString('base64')}`
  const image = `<image width="${width}" height="${height}" preserveAspectRatio="${ratio}" href="${href}"/>`
  return drawn(place, `${width} ${height}`, image)
}

function codeOf(code: string, place: Place) {
  const { size, path } = qrPath(code)
  return drawn(place, `${size} ${size}`, `<path d="${path}" stroke="#000"/>`)
}

/** The PDF of a badge, in the terms of pdfmake: one page of the very size of the label. */
export function badgeDocument(drawing: BadgeDrawing, { title, logo, photo, code }: BadgeParts): Record<string, unknown> {
  const boxes = drawing.boxes.map(({ x, y, width, height, color }) => ({
    canvas: [{ type: 'rect', x: 0, y: 0, w: width * point, h: height * point, color }],
    ...at(x, y),
  }))
  return {
    pageSize: { width: drawing.size.width * point, height: drawing.size.height * point },
    pageMargins: 0,
    info: { title },
    defaultStyle: { font: 'Roboto' },
    content: [
      ...boxes,
      ...(logo && drawing.logo ? [pictureOf(logo, drawing.logo, 'whole')] : []),
      ...(photo && drawing.photo ? [pictureOf(photo, drawing.photo, 'filling')] : []),
      ...(code && drawing.code ? [codeOf(code, drawing.code)] : []),
      ...drawing.lines.map(lineOf),
    ],
  }
}
