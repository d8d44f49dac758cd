import { z } from 'zod'
import { longestOverlap } from './developer-console'

/** What making a token for a directory takes: for how many days it works, and how long older ones go on beside it. */
export const createProvisioningTokenSchema = z.object({
  days: z.int('errors.tokenDays').min(1, 'errors.tokenDays').max(730, 'errors.tokenDays'),
  overlapHours: z.int('errors.overlapRange').min(0, 'errors.overlapRange').max(longestOverlap, 'errors.overlapRange'),
})

/** What withdrawing a directory's token takes. */
export const revokeProvisioningTokenSchema = z.object({ provisioningTokenId: z.string() })

/** What choosing the roles of a directory's group takes. */
export const setGroupRolesSchema = z.object({
  provisionedGroupId: z.string(),
  roleIds: z
    .array(z.string())
    .max(50)
    .transform((ids) => [...new Set(ids)]),
})
