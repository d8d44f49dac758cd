import { z } from 'zod'
import { line, lines } from './visitors'

/** What taking in a parcel takes. */
export const registerDeliverySchema = z.object({
  siteId: z.string().min(1, 'errors.siteRequired'),
  hostId: z.string().min(1, 'errors.deliveryForWhom'),
  sender: line(200).min(1, 'errors.deliverySender'),
  note: z.preprocess((value) => (value === '' ? null : value), lines(500).nullish()),
  idempotencyKey: z.string().min(1).max(120, 'errors.tooLong').nullish(),
})

/** What handing one over takes: who took it. */
export const handOverDeliverySchema = z.object({ deliveryId: z.string(), takenBy: line(200).min(1, 'errors.deliveryTakenBy') })
