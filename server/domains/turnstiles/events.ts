import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** It is time to look whether a controller holds what it should. */
export const AccessControllerDue = defineEvent('access_controller.due', z.object({ accessControllerId: z.uuid() }), {
  entity: 'accessControllerId',
})
