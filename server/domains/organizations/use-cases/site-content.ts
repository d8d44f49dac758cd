import { siteContentSchema } from '#shared/schemas/organizations'
import type { Site } from '../../../generated/prisma/client'

const fields = Object.keys(siteContentSchema.shape) as (keyof typeof siteContentSchema.shape)[]

/** What a site is, as the audit log keeps it. */
export const traceOf = (site: Site) => Object.fromEntries(fields.map((field) => [field, site[field]]))
