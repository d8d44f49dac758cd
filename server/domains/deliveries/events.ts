import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

const which = z.object({ deliveryId: z.uuid(), siteId: z.uuid() })

/** A parcel waits at a reception. */
export const DeliveryRegistered = defineEvent('delivery.registered', which, { entity: 'deliveryId' })

/** Nobody has come for it yet; `reminder` counts from one. */
export const DeliveryWaits = defineEvent('delivery.waits', which.extend({ reminder: z.int() }), { entity: 'deliveryId' })

/** Somebody took it. */
export const DeliveryHandedOver = defineEvent('delivery.handed_over', which, { entity: 'deliveryId' })
