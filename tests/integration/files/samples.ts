import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** A picture of one colour with noise, so that it has some weight. */
const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#3b7', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })

/** A JPEG as a phone makes it: turned on its side, with the place where it was taken. */
export const phonePhoto = (width = 1_600, height = 1_200): Promise<Buffer> =>
  canvas(width, height)
    .withExif({ IFD0: { Make: 'CanaryPhone', Orientation: '6' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '55/1 45/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 80 })
    .toBuffer()

/** A plain picture. */
export const picture = (format: 'jpeg' | 'png' | 'webp', width = 400, height = 300): Promise<Buffer> =>
  canvas(width, height).toFormat(format).toBuffer()

/** A PDF of some pages, and whatever else it shall hold. */
export function pdf({ pages = 1, more = '', trailer = '' }: { pages?: number; more?: string; trailer?: string } = {}): Buffer {
  const kids = Array.from({ length: pages }, (_, index) => `${10 + index} 0 R`).join(' ')
  const each = Array.from(
    { length: pages },
    (_, index) => `${10 + index} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n`,
  )
  const body = `1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count ${pages} /Kids [${kids}] >>\nendobj\n`
  return Buffer.from(`%PDF-1.7\n${body}${each.join('')}${more}trailer\n<< /Root 1 0 R ${trailer}>>\nstartxref\n0\n%%EOF\n`, 'latin1')
}

/** Objects of a PDF that stand compressed in a stream, where a plain search does not see them. */
export function packedObjects(text: string, filter = '/FlateDecode'): string {
  const packed = deflateSync(Buffer.from(text)).toString('latin1')
  return `90 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter ${filter} /Length ${packed.length} >>\nstream\n${packed}\nendstream\nendobj\n`
}

/** A ZIP with nothing in it. */
export const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0)
  }
  return ~crc >>> 0
}

/** A chunk of a PNG. */
export function pngChunk(type: string, content: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  const body = Buffer.concat([Buffer.from(type), content])
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of a few kilobytes that unpacks to whatever size it claims. */
export function bomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const rows = deflateSync(Buffer.alloc(40 * 1_024 * 1_024), { level: 9 })
  return Buffer.concat([signature, pngChunk('IHDR', head), pngChunk('IDAT', rows), pngChunk('IEND', Buffer.alloc(0))])
}
