import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Device, DeviceGate, Prisma } from '../../../generated/prisma/client'

/** A device as people may see it, with the gates that it may scan at. */
export type DeviceRow = Omit<Device, 'tokenHash' | 'enrolmentHash'> & { gates: DeviceGate[] }

/** Where a device stands. */
export type DeviceStatus = 'WAITING' | 'ENROLLED' | 'REVOKED'

/** How a device is read: without what opens anything, with its gates. */
export const shownDevice = { omit: { tokenHash: true, enrolmentHash: true }, include: { gates: { orderBy: { gateId: 'asc' } } } } as const

/** Where a device stands. */
export const statusOf = ({ revokedAt, enrolledAt }: Pick<Device, 'revokedAt' | 'enrolledAt'>): DeviceStatus =>
  revokedAt ? 'REVOKED' : enrolledAt ? 'ENROLLED' : 'WAITING'

/** What narrows the list. */
export interface DeviceFilter {
  /** A part of the name. */
  search?: string | null | undefined
  gateId?: string | null | undefined
}

/** What a filter means for the rows. */
export function deviceWhere({ search, gateId }: DeviceFilter): Prisma.DeviceWhereInput[] {
  return [...(search ? [{ name: { contains: search } }] : []), ...(gateId ? [{ gates: { some: { gateId } } }] : [])]
}

/** Devices of the organization. @throws Refusal for whoever does not manage it */
export function listDevices(ctx: Ctx, page: Pick<Prisma.DeviceFindManyArgs, 'where' | 'orderBy' | 'take'>): Promise<DeviceRow[]> {
  authorize(ctx, 'organization:manage')
  return ctx.db.device.findMany({ ...page, ...shownDevice })
}
