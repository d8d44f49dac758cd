import type { AppointmentStatus, VisitPassStatus } from '../generated/prisma/client'

/** Visits that are still to be, as far as their state says so. */
export const openVisit: AppointmentStatus[] = ['SCHEDULED', 'PENDING_APPROVAL']

/** Passes with which somebody may still come, as far as their state says so. */
export const livePass: VisitPassStatus[] = ['DRAFT', 'PENDING_APPROVAL', 'ACTIVE']

/** Passes with which somebody may come now, or once they are suspended no longer: whoever has a say in them has it meanwhile too. */
export const unendedPass: VisitPassStatus[] = [...livePass, 'SUSPENDED']
