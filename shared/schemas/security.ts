import { z } from 'zod'
import { line } from './visitors'

/** What the sign-in form and `signIn` take. */
export const signInSchema = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, 'errors.emailRequired')
    .max(254, 'errors.emailInvalid')
    .pipe(z.email('errors.emailInvalid')),
  password: z.string().min(1, 'errors.passwordRequired').max(200, 'errors.passwordTooLong'),
  oneTimeCode: z.string().max(20).nullish(),
})

/** What ending one of one's own sessions takes. */
export const revokeSessionSchema = z.object({ sessionId: z.string() })

/** What suspending somebody takes. */
export const suspendUserSchema = z.object({ memberId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') })

/** What letting somebody in again takes. */
export const restoreUserSchema = z.object({ memberId: z.string() })

/** The roles that somebody shall hold: at least one, each once. */
export const changeUserRolesSchema = z.object({
  memberId: z.string(),
  roleIds: z
    .array(z.string())
    .min(1, 'errors.roleRequired')
    .max(50)
    .transform((ids) => [...new Set(ids)]),
})
