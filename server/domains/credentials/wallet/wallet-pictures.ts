import sharp from 'sharp'
import { brandColor, readableOn } from '#shared/brand-color'
import { describeError, log } from '../../../infra/log'

/** A door with somebody in it, in the colours of the organization. */
const iconOf = (color: string): Buffer => {
  const ink = readableOn(color)
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${color}"/>` +
      `<path d="M9 25V11.5A4.5 4.5 0 0 1 13.5 7h5a4.5 4.5 0 0 1 4.5 4.5V25" fill="none" stroke="${ink}" stroke-width="2.6" stroke-linecap="round"/>` +
      `<circle cx="16" cy="15" r="2.4" fill="${ink}"/><path d="M12.2 25c0-3.2 1.5-5.2 3.8-5.2s3.8 2 3.8 5.2" fill="${ink}"/></svg>`,
  )
}

/** Widths of an icon at the densities of phones, and the box of a logo at the first, in pixels. */
const iconSize = 29
const logoBox = { width: 160, height: 50 }
/** Of pictures with more pixels than a logo has nothing is made. */
const mostPixels = 4_000_000
const densities = [1, 2, 3] as const

const named = (name: string, density: number) => `${name}${density === 1 ? '' : `@${density}x`}.png`

async function logosOf(logo: Uint8Array): Promise<[string, Buffer][]> {
  const drawn = densities.map(async (density): Promise<[string, Buffer]> => {
    const box = { width: logoBox.width * density, height: logoBox.height * density, fit: 'inside' as const }
    return [named('logo', density), await sharp(logo, { limitInputPixels: mostPixels }).resize(box).png().toBuffer()]
  })
  return Promise.all(drawn)
}

/**
 * Pictures of a pass in a wallet, made here: an icon in the organization's colour, and its logo where it has one that can be drawn.
 * @returns PNGs by the name of their file
 */
export async function walletPictures(color: string, logo: Uint8Array | null): Promise<Record<string, Buffer>> {
  const icon = iconOf(brandColor(color))
  const icons = densities.map(async (density): Promise<[string, Buffer]> => {
    const size = iconSize * density
    return [
      named('icon', density),
      await sharp(icon, { density: 72 * density * 2 })
        .resize(size, size)
        .png()
        .toBuffer(),
    ]
  })
  const logos = logo
    ? await logosOf(logo).catch((error: unknown) => {
        log.warn({ err: describeError(error) }, 'a logo could not be drawn for a wallet')
        return []
      })
    : []
  return Object.fromEntries([...(await Promise.all(icons)), ...logos])
}
