import { z } from 'zod'
import { line } from './visitors'

/** What finishing a sign-in by a provider takes. */
export const completeProviderSignInSchema = z.object({
  oneTimeCode: z.string().trim().min(1, 'errors.oneTimeCodeRequired').max(20, 'errors.oneTimeCodeWrong'),
})

/** A domain of e-mail addresses, as DNS spells it. */
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, 'errors.domainInvalid')
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/, 'errors.domainInvalid')

/** What adding, verifying and removing a domain takes. */
export const emailDomainSchema = z.object({ domain })

/** An address of a provider: exactly as it calls itself, because the two are compared letter by letter. */
const issuer = z
  .string()
  .trim()
  .min(1, 'errors.issuerRequired')
  .max(255, 'errors.issuerInvalid')
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null
    return !!url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !/[?#]/.test(text)
  }, 'errors.issuerInvalid')

const claim = line(100).min(1, 'errors.claimRequired')

/** What both protocols take. */
const settings = {
  name: line(60).min(1, 'errors.nameRequired'),
  emailClaim: claim,
  emailVerifiedClaim: claim,
  nameClaim: claim,
  secondFactor: z.enum(['OURS', 'ASSERTED']),
  isEnabled: z.boolean(),
  isRequired: z.boolean(),
  breakGlassMemberId: z.string().nullish(),
  newRoleId: z.string().nullish(),
}

const openId = z.object({
  ...settings,
  protocol: z.literal('OIDC'),
  issuer,
  clientId: z.string('errors.clientIdRequired').pipe(line(255).min(1, 'errors.clientIdRequired')),
  clientSecret: z.string().min(1).max(500, 'errors.clientSecretTooLong').nullish(),
})

/** Certificates as providers hand them out. */
const certificates = z
  .string('errors.samlCertificateInvalid')
  .trim()
  .max(20_000, 'errors.samlCertificateInvalid')
  .regex(/^(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*){1,5}$/, 'errors.samlCertificateInvalid')

const saml = z.object({
  ...settings,
  protocol: z.literal('SAML'),
  issuer: line(255).min(1, 'errors.entityIdRequired'),
  samlUrl: z
    .string('errors.samlUrlInvalid')
    .trim()
    .max(500, 'errors.samlUrlInvalid')
    .pipe(z.url({ protocol: /^https$/, error: 'errors.samlUrlInvalid' })),
  samlCertificates: certificates,
})

/** What setting an organization's identity provider up takes. */
export const setIdentityProviderSchema = z.discriminatedUnion('protocol', [openId, saml])
