import { prisma } from '../../../infra/db'

/** Marks visits whose end has passed as COMPLETED. @returns how many */
export async function completeAppointments(now = new Date()): Promise<number> {
  const { count } = await prisma.appointment.updateMany({
    where: { status: 'SCHEDULED', endsAt: { lt: now } },
    data: { status: 'COMPLETED' },
  })
  return count
}
