import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Looks whether anybody who is expected is on the list as it is now. A little later: of many changes at once the first look sees all. */
export const ScreenExpected = defineJob('ScreenExpected', 'access-control', z.object({ revision: z.int() }), { delay: 3_000 })
