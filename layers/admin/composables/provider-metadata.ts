/** What a SAML provider's metadata tells of it. */
export interface ProviderMetadata {
  issuer: string
  samlUrl: string
  samlCertificates: string
}

const metadataNames = 'urn:oasis:names:tc:SAML:2.0:metadata'
const signatureNames = 'http://www.w3.org/2000/09/xmldsig#'
const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'

const toPem = (base64: string): string =>
  `-----BEGIN CERTIFICATE-----\n${base64
    .replaceAll(/\s/g, '')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END CERTIFICATE-----`

function certificatesOf(provider: Element): string {
  const keys = [...provider.getElementsByTagNameNS(metadataNames, 'KeyDescriptor')].filter(
    (key) => key.getAttribute('use') !== 'encryption',
  )
  const texts = keys.flatMap((key) => [...key.getElementsByTagNameNS(signatureNames, 'X509Certificate')]).map((node) => node.textContent)
  return [...new Set(texts.filter((text) => text?.trim()).map((text) => toPem(text ?? '')))].join('\n')
}

/**
 * Reads a SAML provider's metadata, in the browser of the administrator who has it: no file of theirs is read by our servers.
 * @returns what it tells; null for a text that is no metadata of one provider
 */
export function readProviderMetadata(text: string): ProviderMetadata | null {
  const whole = new DOMParser().parseFromString(text, 'application/xml')
  const entities = [...whole.getElementsByTagNameNS(metadataNames, 'EntityDescriptor')]
  const [entity] = entities
  const provider = entity?.getElementsByTagNameNS(metadataNames, 'IDPSSODescriptor')[0]
  if (!entity || !provider || entities.length > 1) return null
  const addresses = [...provider.getElementsByTagNameNS(metadataNames, 'SingleSignOnService')]
  const address = addresses.find((service) => service.getAttribute('Binding') === redirectBinding)
  return {
    issuer: entity.getAttribute('entityID') ?? '',
    samlUrl: address?.getAttribute('Location') ?? '',
    samlCertificates: certificatesOf(provider),
  }
}
