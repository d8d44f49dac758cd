import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Looks whether anybody who is expected is on the list as it is now. */
export const ScreenExpected = defineJob('ScreenExpected', 'access-control', z.object({ revision: z.int() }))
