import { generateServiceProviderMetadata, SAML, SamlStatusError, ValidateInResponseTo, type Profile } from '@node-saml/node-saml'
import { z } from 'zod'
import type { IdentityProvider } from '../../../generated/prisma/client'
import { env } from '../../../infra/env'
import { ProviderError, type Assertion } from './assertion'
import type { AttemptSecrets } from './attempt-secrets'
import { emailOf, nameOf, saysSecondFactor } from './claims'

/** How far the clocks of both may differ, in milliseconds. */
const clockSkew = 30_000

const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

/** Where SAML providers send people back to, and by what name they know an organization here. */
export const samlAddresses = (organizationId: string) => ({
  callbackUrl: new URL(`/sso/saml/${organizationId}`, env.PUBLIC_URL).href,
  entityId: new URL(`/sso/saml/${organizationId}/metadata`, env.PUBLIC_URL).href,
})

type SamlSettings = Pick<IdentityProvider, 'organizationId' | 'samlUrl' | 'samlCertificates'>

const certificatesOf = (text: string | null): string[] => text?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []

function clientOf({ organizationId, samlUrl, samlCertificates }: SamlSettings, { requestId }: Pick<AttemptSecrets, 'requestId'>): SAML {
  const { callbackUrl, entityId } = samlAddresses(organizationId)
  const began = new Date().toISOString()
  return new SAML({
    callbackUrl,
    issuer: entityId,
    audience: entityId,
    entryPoint: samlUrl ?? '',
    idpCert: certificatesOf(samlCertificates),
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: clockSkew,
    generateUniqueId: () => requestId,
    validateInResponseTo: ValidateInResponseTo.always,
    // One question has one answer: that of the browser's own attempt, which is used up before the answer is looked at.
    cacheProvider: {
      saveAsync: async () => null,
      getAsync: async (key) => (key === requestId ? began : null),
      removeAsync: async () => null,
    },
  })
}

/** The address at which a SAML provider asks who is there. */
export const samlUrl = (provider: SamlSettings, secrets: AttemptSecrets): Promise<string> =>
  clientOf(provider, secrets).getAuthorizeUrlAsync('', undefined, {})

const text = z.array(z.object({ _: z.string() })).length(1)

/** What of a signed assertion has to be there: the library looks at some of it only where it is. */
const assertionShape = z.object({
  Assertion: z.object({
    Issuer: text,
    Subject: z
      .array(
        z.object({
          NameID: z.array(z.object({ _: z.string(), $: z.looseObject({ Format: z.string().optional() }).optional() })).length(1),
          SubjectConfirmation: z.array(
            z.object({
              $: z.looseObject({ Method: z.string() }),
              SubjectConfirmationData: z
                .array(z.object({ $: z.looseObject({ InResponseTo: z.string(), Recipient: z.string(), NotOnOrAfter: z.string() }) }))
                .length(1),
            }),
          ),
        }),
      )
      .length(1),
    Conditions: z
      .array(z.object({ $: z.looseObject({ NotOnOrAfter: z.string() }), AudienceRestriction: z.array(z.unknown()).min(1) }))
      .length(1),
    AuthnStatement: z.array(z.object({ AuthnContext: z.array(z.object({ AuthnContextClassRef: text.optional() })).min(1) })).min(1),
  }),
})

/** Whether one of the confirmations says: for this question, to this address, still. */
function isForUs(
  confirmations: z.infer<typeof assertionShape>['Assertion']['Subject'][0]['SubjectConfirmation'],
  callbackUrl: string,
  requestId: string,
) {
  return confirmations.some(({ $: { Method }, SubjectConfirmationData: [data] }) => {
    const { InResponseTo, Recipient, NotOnOrAfter } = data?.$ ?? {}
    const isFresh = Date.parse(NotOnOrAfter ?? '') + clockSkew > Date.now()
    return Method === bearer && InResponseTo === requestId && Recipient === callbackUrl && isFresh
  })
}

function assertionOf(provider: IdentityProvider, profile: Profile, { requestId }: AttemptSecrets): Assertion {
  const read = assertionShape.safeParse(profile.getAssertion?.())
  if (!read.success) throw new ProviderError('INVALID_ANSWER', 'assertion')
  const { Issuer, Subject, AuthnStatement } = read.data.Assertion
  const { NameID, SubjectConfirmation } = Subject[0] ?? { NameID: [], SubjectConfirmation: [] }
  const [{ _: subject = '', $: format } = {}] = NameID
  if (Issuer[0]?._ !== provider.issuer) throw new ProviderError('INVALID_ANSWER', 'issuer')
  if (!isForUs(SubjectConfirmation, samlAddresses(provider.organizationId).callbackUrl, requestId))
    throw new ProviderError('INVALID_ANSWER', 'subject-confirmation')
  // A name that is another one each time recognises nobody.
  if (subject.length < 1 || subject.length > 255 || format?.Format === transient) throw new ProviderError('INVALID_ANSWER', 'name-id')
  const attributes = z.record(z.string(), z.unknown()).catch({}).parse(profile.attributes)
  return {
    issuer: provider.issuer,
    subject,
    email: emailOf(provider.emailClaim === 'NameID' ? subject : attributes[provider.emailClaim]),
    // SAML has no word for it. Only addresses of domains that the organization has proved are looked at.
    isEmailVerified: true,
    name: nameOf(attributes[provider.nameClaim]),
    hasSecondFactor: AuthnStatement.some(({ AuthnContext: [context] }) => saysSecondFactor(context?.AuthnContextClassRef?.[0]?._)),
  }
}

/** Whether the answer as a whole says where it was meant to go, and that is elsewhere. */
function goesElsewhere(xml: string, { organizationId }: SamlSettings): boolean {
  const [opening = ''] = /<(?:[\w.-]+:)?Response\b[^>]*>/.exec(xml) ?? []
  const destination = /\sDestination\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(opening)
  return !!destination && (destination[1] ?? destination[2]) !== samlAddresses(organizationId).callbackUrl
}

/** What no answer holds that is meant well: entities, and signatures that can be forged, or whose kind is hidden. */
const forbidden = /<!(DOCTYPE|ENTITY)|Algorithm\s*=\s*["'][^"']*(sha1|md5|hmac|&)/i

/**
 * Proves the answer that a browser brought from a SAML provider: its signature, issuer, audience, times, and that it answers the
 * question of this browser.
 * @throws ProviderError for anything that is not right
 */
export async function proveSamlResponse(provider: IdentityProvider, response: string, secrets: AttemptSecrets): Promise<Assertion> {
  const xml = Buffer.from(response, 'base64').toString('utf8')
  if (forbidden.test(xml)) throw new ProviderError('INVALID_ANSWER', 'forbidden')
  if (goesElsewhere(xml, provider)) throw new ProviderError('INVALID_ANSWER', 'destination')
  try {
    const { profile } = await clientOf(provider, secrets).validatePostResponseAsync({ SAMLResponse: response })
    if (!profile) throw new ProviderError('INVALID_ANSWER', 'profile')
    return assertionOf(provider, profile, secrets)
  } catch (error) {
    if (error instanceof ProviderError) throw error
    throw error instanceof SamlStatusError ? new ProviderError('REFUSED', 'status') : new ProviderError('INVALID_ANSWER', 'saml')
  }
}

/** What a SAML provider is given, so that it knows an organization here. It says nothing that is secret. */
export function samlMetadata(organizationId: string): string {
  const { callbackUrl, entityId } = samlAddresses(organizationId)
  return generateServiceProviderMetadata({ issuer: entityId, callbackUrl, identifierFormat: null, wantAssertionsSigned: true })
}
