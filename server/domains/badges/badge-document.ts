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

const pictureOf = (bytes: Buffer, place: Place, how: 'fit' | 'cover') => {
  const [width, height] = [place.width * point, place.height * point]
  const image = `data:image/jpeg;base64,${bytes.toString('base64')}`
  return {
    image,
    ...(how === 'fit' ? { fit: [width, height] } : { cover: { width, height, align: 'center', valign: 'center' } }),
    ...at(place.x, place.y),
  }
}

function codeOf(code: string, { x, y, width }: Place) {
  const { size, path } = qrPath(code)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${path}" stroke="#000"/></svg>`
  return { svg, width: width * point, ...at(x, y) }
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
      ...(logo && drawing.logo ? [pictureOf(logo, drawing.logo, 'fit')] : []),
      ...(photo && drawing.photo ? [pictureOf(photo, drawing.photo, 'cover')] : []),
      ...(code && drawing.code ? [codeOf(code, drawing.code)] : []),
      ...drawing.lines.map(lineOf),
    ],
  }
}
