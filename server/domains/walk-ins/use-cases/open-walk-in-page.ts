import { prisma } from '../../../infra/db'
import { keyFor } from '../../../infra/root-key'
import { brandOf, type Brand } from '../../organizations/use-cases/find-brand'
import { readPageToken } from '../page-token'

/** A page on which guests register themselves, opened. */
export interface OpenedWalkInPage {
  organizationId: string
  siteId: string
  siteName: string
  /** The language in which the organization writes. */
  locale: 'RU' | 'EN'
  brand: Brand
}

const key = keyFor('walk-in-page')

/** Opens the page of a token. @returns null for one that is none of ours, was replaced, is closed, or whose site is */
export async function openWalkInPage(token: string): Promise<OpenedWalkInPage | null> {
  const read = readPageToken(token, key())
  if (!read) return null
  const page = await prisma.walkInPage.findFirst({
    where: { ...read, isOpen: true, site: { closedAt: null } },
    select: { organizationId: true, siteId: true, site: { select: { name: true, organization: { select: { locale: true } } } } },
  })
  if (!page) return null
  const { organizationId, siteId, site } = page
  return { organizationId, siteId, siteName: site.name, locale: site.organization.locale, brand: await brandOf(organizationId) }
}
