/** Used when an organization has chosen no colour, or one that is not `#rrggbb`. */
export const DEFAULT_BRAND_COLOR = '#1d4ed8'

/** A colour safe to write into a style: `#rrggbb` in lower case, the default for anything else. */
export function brandColor(color: string | null | undefined): string {
  return color && /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : DEFAULT_BRAND_COLOR
}

/** Relative luminance by WCAG 2.2, 0–1, of a `#rrggbb`. */
function luminance(color: string) {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast ratio of two `#rrggbb` by WCAG 2.2: 1–21, text needs 4.5. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** What the parts of a page need to be told from what is beside them (WCAG 2.2, 1.4.11). */
export const partsContrast = 3

/** White or black, whichever can be read on this colour; white where both can. The contrast is at least 4.5. */
export function readableOn(color: string): '#ffffff' | '#000000' {
  return contrast(color, '#ffffff') >= 4.5 ? '#ffffff' : '#000000'
}
