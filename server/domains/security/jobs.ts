import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Gives people the roles that their groups in a directory bring, and takes away those that they brought. */
export const ApplyGroupRoles = defineJob('ApplyGroupRoles', 'sync-external', z.object({ userIds: z.array(z.uuid()) }))
