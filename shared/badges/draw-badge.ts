import type { BadgeFace } from './badge-face'
import type { BadgeDrawing } from './drawing'
import type { BadgeSize } from './formats'
import { lyingBadge } from './lying-badge'
import { uprightBadge } from './upright-badge'

/**
 * Lays a badge out on a label. The screen, the browser's print and the PDF all draw this, so that they are the same to the millimetre.
 * @param size of the label, in millimetres
 */
export function drawBadge(face: BadgeFace, size: BadgeSize): BadgeDrawing {
  const unit = Math.min(size.width, size.height) / 62
  return size.height > size.width ? uprightBadge(face, size, unit) : lyingBadge(face, size, unit)
}
