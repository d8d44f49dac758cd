import type { BadgeSize } from './formats'

/** A place on a badge, in millimetres from its upper left corner. */
export interface Place {
  x: number
  y: number
  width: number
  height: number
}

/** A place that is filled. */
export interface Box extends Place {
  /** `#rrggbb`. */
  color: string
}

/** A line of text: where its letters stand, how large they are, in millimetres. */
export interface TextLine {
  x: number
  baseline: number
  size: number
  text: string
  isBold: boolean
  color: string
}

/** What is drawn on a badge: boxes first, then pictures and the code, then texts. */
export interface BadgeDrawing {
  size: BadgeSize
  boxes: Box[]
  logo: Place | null
  photo: Place | null
  code: Place | null
  lines: TextLine[]
}
