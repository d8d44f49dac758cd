import { z } from 'zod'
import { isRight } from '../rights'
import { line } from './visitors'

const email = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'errors.emailRequired')
  .max(254, 'errors.emailInvalid')
  .pipe(z.email('errors.emailInvalid'))

/** What the sign-in form and `signIn` take. */
export const signInSchema = z.object({
  email,
  password: z.string().min(1, 'errors.passwordRequired').max(200, 'errors.passwordTooLong'),
  oneTimeCode: z.string().max(20).nullish(),
})

/** What ending one of one's own sessions takes. */
export const revokeSessionSchema = z.object({ sessionId: z.string() })

/** What acting in another of one's organizations takes. */
export const switchOrganizationSchema = z.object({ organizationId: z.string() })

/** What suspending somebody takes. */
export const suspendUserSchema = z.object({ memberId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') })

/** What letting somebody in again takes. */
export const restoreUserSchema = z.object({ memberId: z.string() })

const roleIds = z
  .array(z.string())
  .min(1, 'errors.roleRequired')
  .max(50)
  .transform((ids) => [...new Set(ids)])

/** The roles that somebody shall hold: at least one, each once. */
export const changeUserRolesSchema = z.object({ memberId: z.string(), roleIds })

/** What inviting somebody takes. */
export const inviteUserSchema = z.object({
  email,
  name: line(200).min(1, 'errors.nameRequired'),
  locale: z.enum(['RU', 'EN']),
  roleIds,
  idempotencyKey: z.string().max(100).nullish(),
})

const roleContent = {
  name: line(60).min(1, 'errors.roleNameRequired'),
  // Whoever may do a thing for all may do it for their own.
  permissions: z
    .array(z.string().refine(isRight, 'errors.rightUnknown'))
    .max(100)
    .transform((rights) =>
      [...new Set(rights)].filter((right) => !rights.includes(right.replace(/:own$/, '')) || !right.endsWith(':own')).sort(),
    ),
}

/** What making a role of one's own takes. */
export const createRoleSchema = z.object({ ...roleContent, idempotencyKey: z.string().max(100).nullish() })

/** What changing a role of one's own takes. */
export const updateRoleSchema = z.object({ roleId: z.string(), ...roleContent })

/** What deleting a role of one's own takes. */
export const deleteRoleSchema = z.object({ roleId: z.string() })

/** What mailing somebody a one-time link takes. */
export const resetUserPasswordSchema = z.object({ memberId: z.string() })

/** The shortest password that may be set. */
export const shortestPassword = 10

/** What a one-time link takes; that a new password is long enough is checked where it is known to be new. */
export const setPasswordSchema = z.object({
  token: z.string().max(200),
  password: z.string().min(1, 'errors.passwordRequired').max(200, 'errors.passwordTooLong'),
})
