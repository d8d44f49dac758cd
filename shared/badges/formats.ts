/** A label or a card to print on, in millimetres as it lies before whoever reads it. */
export interface BadgeSize {
  width: number
  height: number
}

/** Sizes that label and card printers have, by their names in the API. */
export const badgeFormats = {
  /** Brother DK-11202. */
  LABEL_62X100: { width: 62, height: 100 },
  LABEL_100X62: { width: 100, height: 62 },
  /** Dymo 99014 and S0722430. */
  LABEL_54X101: { width: 54, height: 101 },
  LABEL_101X54: { width: 101, height: 54 },
  /** 4 × 6 inches, as Zebra prints them. */
  LABEL_102X152: { width: 101.6, height: 152.4 },
  /** A plastic card, ISO/IEC 7810 ID-1. */
  CARD_86X54: { width: 85.6, height: 54 },
  A6: { width: 105, height: 148 },
} as const satisfies Record<string, BadgeSize>

/** The name of a size. */
export type BadgeFormat = keyof typeof badgeFormats

/** The sizes in the order of the menu. */
export const badgeFormatNames = Object.keys(badgeFormats) as BadgeFormat[]

/** Whether a text names a size. */
export const isBadgeFormat = (text: unknown): text is BadgeFormat => badgeFormatNames.some((name) => name === text)
