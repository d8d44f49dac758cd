import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { brandColor } from '#shared/brand-color'
import { imageTypeOf } from '#shared/image-type'
import { changeBrandingSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, validate } from '../../../core/failures'
import type { OrganizationBrand } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { brandOf, forgetBrand, type Brand } from './find-brand'

type Face = Pick<OrganizationBrand, 'primaryColor' | 'logo' | 'logoType'>

const bare: Face = { primaryColor: brandColor(null), logo: null, logoType: null }

/** What the log says of a face: the logo by its hash. */
const traceOf = ({ primaryColor, logo }: Face) => ({
  primaryColor,
  logo: logo ? createHash('sha256').update(logo).digest('hex').slice(0, 16) : null,
})

async function write(ctx: Ctx, tx: TenantTransaction, change: Partial<Face>): Promise<void> {
  const organizationId = organizationOf(ctx)
  // Made where there is none, and locked: the log's "before" is what this change replaces.
  await tx.organizationBrand.createMany({ data: [{ organizationId, ...bare, updatedAt: ctx.now() }], skipDuplicates: true })
  await tx.organizationBrand.updateMany({ data: { updatedAt: ctx.now() } })
  const before = (await tx.organizationBrand.findFirst({})) ?? bare
  await tx.organizationBrand.updateMany({ data: change })
  const trace = { before: traceOf(before), after: traceOf({ ...before, ...change }) }
  await audit(ctx, tx, 'brand.change', { type: 'Organization', id: organizationId }, trace)
}

/**
 * Changes what guests see of the caller's organization. A new logo has a new address: nobody sees the old one from a cache.
 * @returns the public face, or VALIDATION_FAILED for a colour or an image that is none
 */
export async function changeBranding(ctx: Ctx, input: z.input<typeof changeBrandingSchema>): Promise<Brand | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, changeBrandingSchema, input)
  if (failed) return failed
  const { primaryColor, logo: encoded } = data
  const logo = typeof encoded === 'string' ? new Uint8Array(Buffer.from(encoded, 'base64')) : null
  const logoType = logo && imageTypeOf(logo)
  if (logo && !logoType) return invalid(ctx, [{ path: ['logo'], key: 'logoInvalid' }])
  await ctx.transaction((tx) => write(ctx, tx, { primaryColor, ...(encoded === undefined ? {} : { logo, logoType }) }))
  forgetBrand(organizationOf(ctx))
  return brandOf(organizationOf(ctx))
}
