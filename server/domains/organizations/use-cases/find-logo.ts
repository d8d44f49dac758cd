import { prisma } from '../../../infra/db'

/** A logo as it is sent to browsers. */
export interface Logo {
  bytes: Uint8Array
  type: string
  updatedAt: Date
}

/** The logo of the organization with this code; null when there is none. Public. */
export async function findLogo(code: string): Promise<Logo | null> {
  const organization = await prisma.organization.findUnique({ where: { code }, select: { brand: true } })
  const brand = organization?.brand
  return brand?.logo && brand.logoType ? { bytes: brand.logo, type: brand.logoType, updatedAt: brand.updatedAt } : null
}
