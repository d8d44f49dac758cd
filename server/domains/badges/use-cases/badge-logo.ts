import { LRUCache } from 'lru-cache'
import type { Ctx } from '../../../core/ctx'
import { remakePicture } from '../../files/inspect/picture'

/** As large as a logo is printed, in pixels: 70 mm at 300 dots per inch. */
const side = 800

const logos = new LRUCache<string, Promise<Buffer | null>>({ max: 200 })

/**
 * The logo of the caller's organization as a JPEG, which is what goes into a PDF. Whoever sent it may have sent anything: it is read
 * by the program that reads pictures of guests, once for each version.
 * @returns null where there is none, or it is no picture
 */
export async function badgeLogo(ctx: Ctx): Promise<Buffer | null> {
  const brand = await ctx.db.organizationBrand.findFirst({ select: { organizationId: true, logo: true, updatedAt: true } })
  if (!brand?.logo) return null
  const key = `${brand.organizationId} ${brand.updatedAt.getTime()}`
  const made =
    logos.get(key) ?? remakePicture(Buffer.from(brand.logo), side).then((picture) => (typeof picture === 'string' ? null : picture.main))
  logos.set(key, made)
  made.catch(() => logos.delete(key))
  return made
}
