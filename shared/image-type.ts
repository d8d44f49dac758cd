/** The most that a logo may weigh, in bytes. */
export const logoMaxBytes = 60 * 1_024

/** Images that every browser shows and that can hold no program. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp'

/** What kind of image bytes are, by their first ones, whatever their name says; null for any other. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const starts = (signature: readonly number[], from = 0) => signature.every((byte, index) => bytes[from + index] === byte)
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (starts([0xff, 0xd8, 0xff])) return 'image/jpeg'
  return starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8) ? 'image/webp' : null
}
