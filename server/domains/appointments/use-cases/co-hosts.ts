import type { Appointment, AppointmentSeries } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** What is read with a visit or a series to know who receives beside the host. */
export const withCoHosts = { coHosts: { select: { hostId: true }, orderBy: { hostId: 'asc' } } } as const

/** A stored visit with those who receive beside its host. */
export type VisitRow = Appointment & { coHosts: { hostId: string }[] }

/** A stored series with those who receive beside its host. */
export type SeriesRow = AppointmentSeries & { coHosts: { hostId: string }[] }

/** Writes who receives beside the host of new visits. */
export async function addCoHosts(
  tx: TenantTransaction,
  organizationId: string,
  appointmentIds: string[],
  coHostIds: string[],
): Promise<void> {
  const data = appointmentIds.flatMap((appointmentId) => coHostIds.map((hostId) => ({ organizationId, appointmentId, hostId })))
  if (data.length > 0) await tx.appointmentCoHost.createMany({ data })
}

/** Writes who receives beside the host of a visit from now on. */
export async function setCoHosts(tx: TenantTransaction, organizationId: string, appointmentId: string, coHostIds: string[]): Promise<void> {
  await tx.appointmentCoHost.deleteMany({ where: { appointmentId } })
  await addCoHosts(tx, organizationId, [appointmentId], coHostIds)
}

/** Writes who receives beside the host of every visit of a series from now on. */
export async function setSeriesCoHosts(
  tx: TenantTransaction,
  organizationId: string,
  seriesId: string,
  coHostIds: string[],
): Promise<void> {
  await tx.seriesCoHost.deleteMany({ where: { seriesId } })
  if (coHostIds.length > 0) await tx.seriesCoHost.createMany({ data: coHostIds.map((hostId) => ({ organizationId, seriesId, hostId })) })
}
