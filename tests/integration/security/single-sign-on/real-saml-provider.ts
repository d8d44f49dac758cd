import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import samlp from 'samlp'

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const size = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from([5, 0]))
const nameOf = (name: string) => sequence(der(0x31, sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name)))))

/** A certificate that its own key has signed. */
function certify(privateKey: KeyObject, publicKey: KeyObject): string {
  const years = sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')))
  const [serial, name] = [der(0x02, Buffer.from([1])), nameOf('idp.example')]
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    sha256WithRsa,
    name,
    years,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const lines = sequence(body, sha256WithRsa, signature)
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

/** A key with its certificate. */
export function newSigner(modulusLength = 2048) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: certify(privateKey, publicKey) }
}

/** What a SAML provider says otherwise than it should. */
export interface Said {
  subject?: string
  nameIdFormat?: string
  email?: string
  issuer?: string
  audience?: string
  recipient?: string
  destination?: string
  inResponseTo?: string
  lifetimeInSeconds?: number
  signAssertion?: boolean
  signResponse?: boolean
  signatureAlgorithm?: 'rsa-sha1' | 'rsa-sha256'
  digestAlgorithm?: 'sha1' | 'sha256'
  signer?: { key: string; cert: string }
  context?: string
  samlStatusCode?: string
}

export const samlIssuer = 'https://idp.example/metadata'

/** What the question in an address asks. */
export function questionIn(url: string): { id: string; acs: string; issuer: string } {
  const xml = inflateRawSync(Buffer.from(new URL(url).searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  const part = (pattern: RegExp) => pattern.exec(xml)?.[1] ?? ''
  return {
    id: part(/ ID="([^"]+)"/),
    acs: part(/AssertionConsumerServiceURL="([^"]+)"/),
    issuer: part(/Issuer[^>]*>([^<]+)</),
  }
}

/** The answer of a real provider (samlp) to a question, as XML. */
export function answerOf(url: string, signer: { key: string; cert: string }, said: Said = {}): Promise<string> {
  const question = questionIn(url)
  const { subject = 'subject-1', email, signer: other = signer, nameIdFormat, context, ...more } = said
  const claims = { email, name: 'M. Ember' }
  const options = {
    issuer: samlIssuer,
    audience: question.issuer,
    recipient: question.acs,
    destination: question.acs,
    inResponseTo: question.id,
    signatureAlgorithm: 'rsa-sha256',
    digestAlgorithm: 'sha256',
    lifetimeInSeconds: 300,
    sessionIndex: randomBytes(8).toString('hex'),
    ...more,
    ...other,
    authnContextClassRef: context ?? 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
    profileMapper: () => ({
      getClaims: () => claims,
      getNameIdentifier: () => ({
        nameIdentifier: subject,
        nameIdentifierFormat: nameIdFormat ?? 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      }),
    }),
  }
  return new Promise((resolve, reject) =>
    samlp.getSamlResponse(options, {}, (error: Error | null, xml: string) => (error ? reject(error) : resolve(xml))),
  )
}

/** As a browser posts it. */
export const posted = (xml: string): string => Buffer.from(xml).toString('base64')
