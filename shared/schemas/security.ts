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

/** A code of an authenticator app or a recovery code, as people type them. */
const oneTimeCode = z.string().trim().min(1, 'errors.oneTimeCodeRequired').max(20, 'errors.oneTimeCodeWrong')

/** What proving again who one is takes. */
export const confirmIdentitySchema = signInSchema.pick({ password: true, oneTimeCode: true })

/** What confirming an authenticator app takes. */
export const confirmTotpSchema = z.object({ code: oneTimeCode.transform((code) => code.replaceAll(/\s/g, '')) })

/** What turning the authenticator app off takes. */
export const disableTotpSchema = z.object({ oneTimeCode })

/** What keeping a new passkey takes. */
export const registerPasskeySchema = z.object({ name: line(60).min(1, 'errors.nameRequired'), response: z.string().max(20_000) })

/** What removing a passkey takes. */
export const removePasskeySchema = z.object({ passkeyId: z.string() })

/** What WebAuthn answers when a passkey is used. */
export const passkeyAnswerSchema = z.object({
  id: z.base64url().min(1).max(1_400),
  rawId: z.string(),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
    userHandle: z.string().optional(),
  }),
  clientExtensionResults: z.looseObject({}),
})

/** What ending one of one's own sessions takes. */
export const revokeSessionSchema = z.object({ sessionId: z.string() })

/** What acting in another of one's organizations takes. */
export const switchOrganizationSchema = z.object({ organizationId: z.string() })

/** What entering an organization takes: why, and for how long at most an hour. */
export const enterOrganizationSchema = z.object({
  organizationId: z.string(),
  reason: line(500).min(10, 'errors.entryReasonShort'),
  minutes: z.int().min(5, 'errors.entryMinutes').max(60, 'errors.entryMinutes'),
})

/** What saying to which department somebody belongs takes. */
export const assignDepartmentSchema = z.object({
  memberId: z.string(),
  departmentId: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
})

/** What suspending somebody takes. */
export const suspendUserSchema = z.object({ memberId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') })

/** What signing a person out takes: whom, and of which session; of all where none is named. */
export const endMemberSessionsSchema = z.object({ memberId: z.string(), sessionId: z.string().nullish() })

/** What letting somebody in again takes. */
export const restoreUserSchema = z.object({ memberId: z.string() })

const roleIds = z
  .array(z.string())
  .min(1, 'errors.roleRequired')
  .max(50)
  .transform((ids) => [...new Set(ids)])

const noId = z
  .string()
  .nullish()
  .transform((id) => id ?? null)

const narrowedRole = z
  .object({ roleId: z.string(), siteId: noId, departmentId: noId })
  .refine(({ siteId, departmentId }) => (siteId === null) !== (departmentId === null), 'errors.onePlace')

const keyOf = ({ roleId, siteId, departmentId }: z.output<typeof narrowedRole>): string => [roleId, siteId, departmentId].join()

/** The roles that somebody shall hold, everywhere or in places: at least one, each once. */
export const changeUserRolesSchema = z
  .object({
    memberId: z.string(),
    roleIds: z
      .array(z.string())
      .max(50)
      .transform((ids) => [...new Set(ids)]),
    narrowedRoles: z
      .array(narrowedRole)
      .max(100)
      .transform((roles) => [...new Map(roles.map((role) => [keyOf(role), role])).values()])
      .nullish(),
  })
  .refine(({ roleIds: everywhere, narrowedRoles }) => everywhere.length + (narrowedRoles?.length ?? 0) > 0, {
    path: ['roleIds'],
    message: 'errors.roleRequired',
  })

/** What inviting somebody takes. */
export const inviteUserSchema = z.object({
  email,
  name: line(200).min(1, 'errors.nameRequired'),
  locale: z.enum(['RU', 'EN']),
  roleIds,
  idempotencyKey: z.string().max(100).nullish(),
})

/** What inviting an administrator of an organization takes. */
export const inviteOrganizationAdminSchema = inviteUserSchema
  .pick({ email: true, name: true, locale: true })
  .extend({ organizationId: z.string() })

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

/** The shortest password that may be set where no organization asks for a longer one. */
export const shortestPassword = 12

/** What changing one's own password takes; that the new one is long enough is for the organization's policy to say. */
export const changePasswordSchema = z.object({
  oldPassword: signInSchema.shape.password,
  newPassword: signInSchema.shape.password,
})

/** What changing an organization's policy takes. */
export const changeSecurityPolicySchema = z.object({
  passwordMinimum: z
    .int('errors.passwordMinimumRange')
    .min(shortestPassword, 'errors.passwordMinimumRange')
    .max(64, 'errors.passwordMinimumRange'),
  secondFactor: z.enum(['OPTIONAL', 'ROLES', 'EVERYBODY']),
  guestAccess: z.enum(['LINK', 'OTP']).nullish(),
  persistedDocumentsOnly: z.boolean().nullish(),
  roleIds: z
    .array(z.string())
    .max(50)
    .transform((ids) => [...new Set(ids)]),
})

/** What taking a lost second factor from somebody takes. */
export const resetSecondFactorSchema = z.object({ memberId: z.string() })

/** What a one-time link takes; that a new password is long enough is checked where it is known to be new. */
export const setPasswordSchema = z.object({
  token: z.string().max(200),
  password: z.string().min(1, 'errors.passwordRequired').max(200, 'errors.passwordTooLong'),
})
