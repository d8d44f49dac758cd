import { z } from 'zod'

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
