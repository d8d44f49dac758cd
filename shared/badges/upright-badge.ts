import type { BadgeFace } from './badge-face'
import { badgeHeader } from './badge-header'
import type { BadgeDrawing, Box, Place, TextLine } from './drawing'
import type { BadgeSize } from './formats'
import { stylesOf, write, writeFromTop, writeOn } from './write-text'

/** The photo and the code beside each other, or the one that there is, in the middle. */
function pictures(face: BadgeFace, row: Place, unit: number): Pick<BadgeDrawing, 'photo' | 'code'> {
  const photo = face.hasPhoto ? row.height * 0.8 : 0
  const code = face.hasCode ? Math.min(row.height, row.width - photo - (photo && 2 * unit)) : 0
  const gap = photo && code ? 2 * unit : 0
  const left = row.x + (row.width - photo - code - gap) / 2
  return {
    photo: photo ? { x: left, y: row.y, width: photo, height: row.height } : null,
    code: code ? { x: left + photo + gap, y: row.y + (row.height - code) / 2, width: code, height: code } : null,
  }
}

/** The name as large as it can be; under it the company, and who and when. */
function texts(face: BadgeFace, place: Place, unit: number): TextLine[] {
  const styles = stylesOf(unit, true)
  const facts = writeFromTop(face.facts, { ...place, height: place.height * 0.36 }, styles.facts)
  const company = writeFromTop([face.company], { ...place, height: place.height * 0.2 }, styles.company)
  const below = facts.height + (face.company ? company.height + 1.2 * unit : 0)
  const name = write([face.name], { ...place, height: place.height - below - 1.2 * unit }, styles.name)
  const moved = (lines: TextLine[], down: number) => lines.map((line) => ({ ...line, baseline: line.baseline + down }))
  return [...name, ...(face.company ? moved(company.lines, place.height - below) : []), ...moved(facts.lines, place.height - facts.height)]
}

/** Higher than wide: everything one under another, in the middle. */
export function uprightBadge(face: BadgeFace, size: BadgeSize, unit: number): BadgeDrawing {
  const margin = 4 * unit
  const inner = { x: margin, width: size.width - 2 * margin }
  const band: Box = { x: 0, y: size.height - 12 * unit, width: size.width, height: 12 * unit, color: face.color }
  const escort: Box | null = face.escort ? { ...band, y: band.y - 8.5 * unit, height: 7.5 * unit, color: '#000000' } : null
  const header = badgeHeader(face, { ...inner, y: margin, height: 8 * unit }, unit, true)
  const top = margin + 10 * unit
  const bottom = (escort ?? band).y - 2 * unit
  const row = { ...inner, y: top, height: Math.min(30 * unit, (bottom - top) * 0.46) }
  const drawn = pictures(face, row, unit)
  const below = drawn.photo || drawn.code ? row.y + row.height + 2 * unit : top
  return {
    size,
    boxes: [band, ...(escort ? [escort] : [])],
    logo: header.logo,
    ...drawn,
    lines: [
      ...header.lines,
      ...texts(face, { ...inner, y: below, height: bottom - below }, unit),
      ...(escort && face.escort ? writeOn(face.escort, escort, unit) : []),
      ...writeOn(face.kind, band, unit),
    ],
  }
}
