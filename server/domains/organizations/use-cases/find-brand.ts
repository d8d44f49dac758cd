import { LRUCache } from 'lru-cache'
import { prisma } from '../../../infra/db'

/** The public face of an organization. */
export interface Brand {
  name: string
  logoUrl: string | null
  primaryColor: string
}

/** The colour of an organization that has not chosen one. */
const defaultColor = '#0f766e'

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
    primaryColor: brand?.primaryColor ?? defaultColor,
    logoUrl: brand?.logoType ? `/brand/${code}/logo?v=${brand.updatedAt.getTime()}` : null,
  }
}

async function loadBrand(id: string): Promise<Brand> {
  const select = { name: true, code: true, brand: { select: { primaryColor: true, logoType: true, updatedAt: true } } }
  return brandFrom(await prisma.organization.findUniqueOrThrow({ where: { id }, select }))
}
