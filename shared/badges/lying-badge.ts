import type { BadgeFace } from './badge-face'
import { badgeHeader } from './badge-header'
import type { BadgeDrawing, Box, Place, TextLine } from './drawing'
import type { BadgeSize } from './formats'
import { stylesOf, write, writeFromTop, writeOn } from './write-text'

/** The company, and under it who and when. */
function texts(face: BadgeFace, place: Place, unit: number): TextLine[] {
  const styles = stylesOf(unit, false)
  if (!face.company) return write(face.facts, place, styles.facts)
  const company = writeFromTop([face.company], { ...place, height: place.height * 0.4 }, styles.company)
  const down = company.height + unit
  const facts = writeFromTop(face.facts, { ...place, y: place.y + down, height: place.height - down }, styles.facts)
  return [...company.lines, ...facts.lines]
}

/** The photo to the left, the code to the right, and what is left between them. */
function columns(face: BadgeFace, row: Place, unit: number): Pick<BadgeDrawing, 'photo' | 'code'> & { between: Place } {
  const photo = face.hasPhoto ? { ...row, width: row.height * 0.8 } : null
  const code = face.hasCode ? { ...row, x: row.x + row.width - row.height, width: row.height } : null
  const left = photo ? photo.x + photo.width + 2.5 * unit : row.x
  const right = code ? code.x - 1.5 * unit : row.x + row.width
  return { photo, code, between: { ...row, x: left, width: right - left } }
}

/** The band with the kind of visitor; the mark of an escort takes a part of it. */
function bands(face: BadgeFace, size: BadgeSize, unit: number): { band: Box; escort: Box | null } {
  const height = 9 * unit
  const whole = { x: 0, y: size.height - height, width: size.width, height }
  if (!face.escort) return { band: { ...whole, color: face.color }, escort: null }
  const width = size.width / 2
  return {
    band: { ...whole, width, color: face.color },
    escort: { ...whole, x: width + unit, width: width - unit, color: '#000000' },
  }
}

/** Wider than high: the name over all its width, under it the photo, who and when, and the code. */
export function lyingBadge(face: BadgeFace, size: BadgeSize, unit: number): BadgeDrawing {
  const margin = 3.5 * unit
  const inner = { x: margin, width: size.width - 2 * margin }
  const { band, escort } = bands(face, size, unit)
  const header = badgeHeader(face, { ...inner, y: margin, height: 6.5 * unit }, unit, false)
  const top = margin + 7.5 * unit
  const bottom = band.y - 1.5 * unit
  const nameHeight = (bottom - top) * (face.hasCode || face.hasPhoto ? 0.36 : 0.5)
  const row = { ...inner, y: top + nameHeight + unit, height: bottom - top - nameHeight - unit }
  const { between, ...drawn } = columns(face, row, unit)
  return {
    size,
    boxes: [band, ...(escort ? [escort] : [])],
    logo: header.logo,
    ...drawn,
    lines: [
      ...header.lines,
      ...write([face.name], { ...inner, y: top, height: nameHeight }, stylesOf(unit, false).name),
      ...texts(face, between, unit),
      ...(escort && face.escort ? writeOn(face.escort, escort, unit) : []),
      ...writeOn(face.kind, band, unit),
    ],
  }
}
