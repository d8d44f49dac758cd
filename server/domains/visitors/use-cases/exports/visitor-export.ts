import type { Prisma, VisitorExportRequest } from '../../../../generated/prisma/client'

/** For how long a file can be fetched once it is ready, in milliseconds. */
export const fetchableFor = 24 * 3_600_000

/** For how long a request waits for a second person, or for the worker, in milliseconds. */
export const waitsFor = 7 * 24 * 3_600_000

/** Of whom a file is: registered in a period, and not erased. */
export const visitorsOf = ({
  registeredFrom,
  registeredBefore,
}: Pick<VisitorExportRequest, 'registeredFrom' | 'registeredBefore'>): Prisma.VisitorWhereInput => ({
  createdAt: { lt: registeredBefore, ...(registeredFrom ? { gte: registeredFrom } : {}) },
  erasedAt: null,
})
