import { imageTypeOf, logoMaxBytes } from '#shared/image-type'

/** An image that a person chose, or the key of the text that says why it is none. */
export type ReadImage = { base64: string; url: string } | { problem: string }

/** Reads a chosen file: what it is, not what it is called. */
export async function readImage(file: File): Promise<ReadImage> {
  if (file.size > logoMaxBytes) return { problem: 'errors.logoTooLarge' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const type = imageTypeOf(bytes)
  if (!type) return { problem: 'errors.logoInvalid' }
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return { base64, url: `data:${type};base64,${base64}` }
}
