import { LRUCache } from 'lru-cache'
import { brandColor } from '#shared/brand-color'
import { prisma } from '../../../infra/db'

/** The public face of an organization. */
export interface Brand {
  name: string
  logoUrl: string | null
  primaryColor: string
}

const brands = new LRUCache<string, Promise<Brand>>({ max: 2_000, ttl: 30_000 })

/** The public face of an organization, cached for half a minute. */
export function brandOf(organizationId: string): Promise<Brand> {
  let brand = brands.get(organizationId)
  if (!brand) {
    brand = loadBrand(organizationId)
    brands.set(organizationId, brand)
    brand.catch(() => brands.delete(organizationId))
  }
  return brand
}

/** Reads the public face of an organization anew the next time, in this process; the others follow within half a minute. */
export const forgetBrand = (organizationId: string): boolean => brands.delete(organizationId)

/** The public face from the rows that hold it. The address of the logo carries its version: cacheable for ever. */
export function brandFrom({
  name,
  code,
  brand,
}: {
  name: string
  code: string
  brand: { primaryColor: string; logoType: string | null; updatedAt: Date } | null
}): Brand {
  return {
    name,
    primaryColor: brandColor(brand?.primaryColor),
    logoUrl: brand?.logoType ? `/brand/${code}/logo?v=${brand.updatedAt.getTime()}` : null,
  }
}

async function loadBrand(id: string): Promise<Brand> {
  const select = { name: true, code: true, brand: { select: { primaryColor: true, logoType: true, updatedAt: true } } }
  return brandFrom(await prisma.organization.findUniqueOrThrow({ where: { id }, select }))
}
