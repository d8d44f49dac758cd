import type { BadgeFace } from './badge-face'
import type { BadgeDrawing, Place } from './drawing'
import { stylesOf, write } from './write-text'

/** The organization at the top: its logo to the left where it has one, its name beside it. */
export function badgeHeader(face: BadgeFace, place: Place, unit: number, isCentred: boolean): Pick<BadgeDrawing, 'logo' | 'lines'> {
  const style = stylesOf(unit, isCentred).organization
  if (!face.hasLogo) return { logo: null, lines: write([face.organization], place, { ...style, isCentred }) }
  const logo = { ...place, width: place.width * 0.36 }
  const beside = { ...place, x: logo.x + logo.width + 2 * unit, width: place.width - logo.width - 2 * unit }
  return { logo, lines: write([face.organization], beside, style) }
}
