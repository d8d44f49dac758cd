import { z } from 'zod'
import type { IdentityProvider } from '../../../generated/prisma/client'
import { ProviderError, type Assertion } from './assertion'

/** What a person can be recognised by (RFC 8176): two of different kinds are two factors. */
const kinds = [
  new Set(['pwd', 'pin', 'kba']),
  new Set(['otp', 'hwk', 'swk', 'sc', 'sms', 'tel']),
  new Set(['face', 'fpt', 'iris', 'retina', 'vbm']),
]
const bothAtOnce = new Set(['mfa', 'ngcmfa'])
const secondFactorContexts =
  /(^|[:/#_-])(mfa|multifactor|multi-factor|multipleauthn|mobiletwofactorcontract|mobiletwofactorunregistered|phr|phrh|aal2|aal3)$/i

const subject = z.string().min(1).max(255)
const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
const texts = z.array(z.string())

function hasSecondFactor({ amr, acr }: Record<string, unknown>): boolean {
  const methods = texts.safeParse(amr)
  const used = methods.success ? methods.data : []
  if (used.some((method) => bothAtOnce.has(method))) return true
  if (kinds.filter((kind) => used.some((method) => kind.has(method))).length > 1) return true
  return saysSecondFactor(acr)
}

/** Whether the name of a way to sign in says that there were two factors. */
export const saysSecondFactor = (context: unknown): boolean => typeof context === 'string' && secondFactorContexts.test(context)

/** An address, in lower case; null for what is none. */
export function emailOf(value: unknown): string | null {
  const address = email.safeParse(value)
  return address.success ? address.data : null
}

/** A full name; null for what is none. */
export const nameOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim()
    ? value
        .trim()
        .replaceAll(/\p{Cc}/gu, '')
        .slice(0, 200)
    : null

/** What the claims say, by the names that the organization gave them. @throws ProviderError where there is no subject */
export function assertionOf(
  {
    issuer,
    emailClaim,
    emailVerifiedClaim,
    nameClaim,
  }: Pick<IdentityProvider, 'issuer' | 'emailClaim' | 'emailVerifiedClaim' | 'nameClaim'>,
  claims: Record<string, unknown>,
): Assertion {
  const who = subject.safeParse(claims.sub)
  if (!who.success) throw new ProviderError('INVALID_ANSWER', 'sub')
  const verified = claims[emailVerifiedClaim]
  return {
    issuer,
    subject: who.data,
    email: emailOf(claims[emailClaim]),
    // Some providers write it as a text.
    isEmailVerified: verified === true || verified === 'true' || verified === 1 || verified === '1',
    name: nameOf(claims[nameClaim]),
    hasSecondFactor: hasSecondFactor(claims),
  }
}
