import type { Site } from '../../../generated/prisma/client'

/** What a site is, as the audit log keeps it. */
export const traceOf = ({ name, timeZone, address, directions, whatToBring, identityCheck }: Site) => ({
  name,
  timeZone,
  address,
  directions,
  whatToBring,
  identityCheck,
})
