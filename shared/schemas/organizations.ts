import { z } from 'zod'
import { logoMaxBytes } from '../image-type'
import { isTimeZone } from '../time-zones'
import { color } from './color'
import { line, lines } from './visitors'

/** A text that may be left out; an empty one is none. */
const optional = (text: z.ZodType<string, string>) => text.nullish().transform((given) => given || null)

/** What a site is. The form and the mutations use the same. */
export const siteContentSchema = z.object({
  name: line(200).min(1, 'errors.siteNameRequired'),
  timeZone: z.string().trim().max(64, 'errors.timeZoneUnknown').refine(isTimeZone, 'errors.timeZoneUnknown'),
  address: optional(line(500)),
  directions: optional(lines(2_000)),
  whatToBring: optional(lines(2_000)),
  parking: optional(lines(2_000)),
  entrance: optional(lines(2_000)),
  mapUrl: optional(line(500).refine((url) => url === '' || /^https:\/\/[^\s"'<>]+$/.test(url), 'errors.mapUrlInvalid')),
  directionsOther: optional(lines(2_000)),
  whatToBringOther: optional(lines(2_000)),
  parkingOther: optional(lines(2_000)),
  entranceOther: optional(lines(2_000)),
  identityCheck: z.boolean(),
})

/** What an organization is called, and where its head office is. */
const organizationContent = {
  name: line(200).min(1, 'errors.organizationNameRequired'),
  timeZone: z.string().trim().max(64, 'errors.timeZoneUnknown').refine(isTimeZone, 'errors.timeZoneUnknown'),
  locale: z.enum(['RU', 'EN']),
}

/** What making an organization takes; its code stands in addresses and stays. */
export const createOrganizationSchema = z.object({
  code: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, 'errors.organizationCodeInvalid'),
  ...organizationContent,
})

/** What changing one's own organization takes. */
export const updateOrganizationSchema = z.object(organizationContent)

/** What changing the branding takes: a logo is bytes in base64, null takes it away, left out it stays. */
export const changeBrandingSchema = z.object({
  primaryColor: color,
  logo: z
    .base64('errors.logoInvalid')
    .max(Math.ceil(logoMaxBytes / 3) * 4, 'errors.logoTooLarge')
    .nullish(),
})

/** How many people a guest may bring along. */
export const companionsSchema = z
  .number()
  .int('errors.companionsInvalid')
  .min(0, 'errors.companionsInvalid')
  .max(20, 'errors.companionsInvalid')

/** What guests may do by themselves, and whom they ask about what is held of them. */
export const guestPolicySchema = z.object({ companions: companionsSchema, privacyContact: optional(line(200)) })

const gateContent = { name: line(120).min(1, 'errors.gateNameRequired') }
const idempotencyKey = z.string().min(1).max(120, 'errors.tooLong').nullish()

/** What making a site takes. */
export const createSiteSchema = siteContentSchema.extend({ idempotencyKey })

/** What changing a site takes. */
export const updateSiteSchema = siteContentSchema.extend({ siteId: z.string() })

/** What closing or reopening a site takes. */
export const siteIdSchema = z.object({ siteId: z.string() })

/** What making a gate takes. */
export const createGateSchema = z.object({ siteId: z.string(), ...gateContent, idempotencyKey })

/** What renaming a gate takes. */
export const renameGateSchema = z.object({ gateId: z.string(), ...gateContent })

/** What closing or reopening a gate takes. */
export const gateIdSchema = z.object({ gateId: z.string() })

const departmentName = line(120).min(1, 'errors.departmentNameRequired')
const parentId = z
  .string()
  .nullish()
  .transform((id) => id ?? null)

/** What making a department takes. */
export const createDepartmentSchema = z.object({ name: departmentName, parentId, idempotencyKey })

/** What renaming a department takes. */
export const renameDepartmentSchema = z.object({ departmentId: z.string(), name: departmentName })

/** What putting a department under another takes. */
export const moveDepartmentSchema = z.object({ departmentId: z.string(), parentId })

/** What deleting a department takes. */
export const departmentIdSchema = z.object({ departmentId: z.string() })

const roomContent = {
  name: line(120).min(1, 'errors.roomNameRequired'),
  capacity: z.int('errors.roomCapacity').min(1, 'errors.roomCapacity').max(10_000, 'errors.roomCapacity'),
}

/** What making a room takes. */
export const createRoomSchema = z.object({ siteId: z.string(), ...roomContent, idempotencyKey })

/** What changing a room takes. */
export const changeRoomSchema = z.object({ roomId: z.string(), ...roomContent })

/** What closing a room takes: whether visits that have it keep it. */
export const closeRoomSchema = z.object({ roomId: z.string(), bookings: z.enum(['KEEP', 'RELEASE']) })

/** What opening a room again takes. */
export const roomIdSchema = z.object({ roomId: z.string() })
