import { brandColor, readableOn } from '#shared/brand-color'

/** Custom properties of an organization's colour. It is checked: nothing of the settings reaches the style but six hex digits. */
export function brandStyle(color: string): string {
  const brand = brandColor(color)
  return `--brand:${brand};--on-brand:${readableOn(brand)}`
}
