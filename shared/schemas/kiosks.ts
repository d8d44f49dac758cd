import { z } from 'zod'
import { maxCodeLength } from './access-control'

/** What a guest shows at a kiosk: the text of a QR, or a code that was typed. */
export const announceAtKioskSchema = z.object({ code: z.string().min(1, 'errors.codeRequired').max(maxCodeLength, 'errors.tooLong') })
