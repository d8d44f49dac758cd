import { describe, expect, it } from 'vitest'
import { imageTypeOf } from './image-type'

const bytes = (...parts: (number | string)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((sign) => sign.charCodeAt(0)) : [part])))

describe('imageTypeOf', () => {
  it('knows an image by its first bytes', () => {
    expect(imageTypeOf(bytes(0x89, 'PNG', 13, 10, 26, 10, 'IHDR'))).toBe('image/png')
    expect(imageTypeOf(bytes(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg')
    expect(imageTypeOf(bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 '))).toBe('image/webp')
  })

  it('takes nothing that could hold a program, and nothing cut short', () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', 'RIFF1234WAVE', '', 'RIFF'])
      expect(imageTypeOf(bytes(text))).toBeNull()
    expect(imageTypeOf(bytes(0x89, 'PNG'))).toBeNull()
  })
})
