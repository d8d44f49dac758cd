import { beforeAll, describe, expect, it, vi } from 'vitest'
import { prisma } from '../../../../server/infra/db'
import { finishProviderSignIn } from '../../../../server/domains/security/use-cases/single-sign-on/finish-provider-sign-in'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../../setup/organization'
import { asAnonymous } from '../../../setup/principals'
import { answerOf, newSigner, posted, questionIn, samlIssuer, type Said } from './real-saml-provider'
import { begin, connect, ownDomain, refusals, whoCameIn } from './set-up'

const refused = { kind: 'refused', why: 'refused' }
const expired = { kind: 'refused', why: 'expired' }
const signer = newSigner()

let org: TestOrganization
let member: TestUser
let email: string
beforeAll(async () => {
  org = await createOrganization()
  member = await createUser(org.id, 'Operator')
  email = `member@${await ownDomain(org)}`
  await prisma.user.update({ where: { id: member.id }, data: { email } })
  const settings = { protocol: 'SAML' as const, samlUrl: 'https://idp.example/sso', samlCertificates: signer.cert }
  await connect(org, { issuer: samlIssuer }, { ...settings, clientId: null, clientSecret: null })
})

const comeBack = (token: string | undefined, xml: string) =>
  finishProviderSignIn(asAnonymous(), org.id, token, { protocol: 'SAML', response: posted(xml) })

/** A whole sign-in; what the provider answers may be tampered with on the way. */
async function signIn(said: Said = {}, tamper: (xml: string) => string = (xml) => xml) {
  const { url, token } = await begin(org)
  const xml = await answerOf(url, signer, { email, ...said })
  const changed = tamper(xml)
  if (changed === xml && tamper.toString() !== '(xml) => xml') throw new Error('Nothing was tampered with')
  return comeBack(token, changed)
}

describe('a sign-in by a SAML provider', () => {
  it('asks a question of the browser’s own and takes its signed answer, once', async () => {
    const { url, token } = await begin(org)
    expect(questionIn(url)).toMatchObject({ id: expect.stringMatching(/^_[\w-]{43}$/), acs: expect.stringMatching(`/sso/saml/${org.id}$`) })
    const xml = await answerOf(url, signer, { email })
    expect((await whoCameIn(await comeBack(token, xml))).actor).toMatchObject({ id: member.id })
    expect(await comeBack(token, xml), 'replayed').toEqual(expired)
    expect(await comeBack((await begin(org)).token, xml), 'replayed in another sign-in').toEqual(refused)
    expect(await comeBack(undefined, xml), 'in another browser').toEqual(expired)
  })
})

/** Parts of an answer. */
const assertionIn = (xml: string): string => /<saml:Assertion[^]*<\/saml:Assertion>/.exec(xml)?.[0] ?? ''
const signatureIn = (xml: string): string => /<Signature[^]*?<\/Signature>/.exec(xml)?.[0] ?? ''
const evilOf = (xml: string): string =>
  assertionIn(xml)
    .replace(signatureIn(xml), '')
    .replaceAll('subject-1', 'evil')
    .replace(/ ID="[^"]+"/, ' ID="_evil"')

describe('what a SAML answer is refused for', () => {
  it.each<[string, Said]>([
    ['an assertion that is not signed', { signAssertion: false }],
    ['a response that is signed around an assertion that is not', { signAssertion: false, signResponse: true }],
    ['the signature of another key', { signer: newSigner() }],
    ['a signature by SHA-1', { signatureAlgorithm: 'rsa-sha1' }],
    ['a digest by SHA-1', { digestAlgorithm: 'sha1' }],
    ['another issuer', { issuer: 'https://evil.example' }],
    ['another audience', { audience: 'https://evil.example' }],
    ['another destination', { destination: 'https://evil.example' }],
    ['another recipient', { recipient: 'https://evil.example' }],
    ['the answer to another question', { inResponseTo: '_another' }],
    ['a time that has passed', { lifetimeInSeconds: -60 }],
    ['a name that is another one each time', { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' }],
    [
      'a status that is no success',
      { samlStatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Responder', subject: 'nobody', email: 'x@y.example' },
    ],
  ])('%s', async (_, said) => {
    expect(await signIn(said)).toEqual(refused)
  })

  it.each<[string, (xml: string) => string]>([
    [
      'signature wrapping 1: a forged assertion before the signed one',
      (xml) => xml.replace('<saml:Assertion', `${evilOf(xml)}<saml:Assertion`),
    ],
    [
      'signature wrapping 2: a forged assertion after the signed one',
      (xml) => xml.replace('</samlp:Response>', `${evilOf(xml)}</samlp:Response>`),
    ],
    [
      'signature wrapping 3: the signed one inside the forged one',
      (xml) => xml.replace(assertionIn(xml), evilOf(xml).replace('</saml:Assertion>', `${assertionIn(xml)}</saml:Assertion>`)),
    ],
    [
      'signature wrapping 4: the signed one inside the signature of the forged one',
      (xml) => {
        const moved = signatureIn(xml).replace(
          '</Signature>',
          `<Object>${assertionIn(xml).replace(signatureIn(xml), '')}</Object></Signature>`,
        )
        return xml.replace(assertionIn(xml), evilOf(xml).replace('<saml:Subject>', `${moved}<saml:Subject>`))
      },
    ],
    [
      'signature wrapping 5: the signed one in the extensions of the response',
      (xml) =>
        xml
          .replace(assertionIn(xml), evilOf(xml))
          .replace('<samlp:Status', `<samlp:Extensions>${assertionIn(xml)}</samlp:Extensions><samlp:Status`),
    ],
    [
      'signature wrapping 6: the whole response inside a forged one',
      (xml) => xml.replace(assertionIn(xml), `${evilOf(xml)}<samlp:Extensions>${xml}</samlp:Extensions>`),
    ],
    [
      'signature wrapping 7: two assertions of one id',
      (xml) => xml.replace('</samlp:Response>', `${assertionIn(xml).replaceAll('subject-1', 'evil')}</samlp:Response>`),
    ],
    [
      'signature wrapping 8: the forged one bears the signature of the signed one',
      (xml) => xml.replace(assertionIn(xml), evilOf(xml).replace('<saml:Subject>', `${signatureIn(xml)}<saml:Subject>`)),
    ],
    ['a signature that was taken away', (xml) => xml.replace(signatureIn(xml), '')],
    ['another name under the signature', (xml) => xml.replaceAll('subject-1', 'evil')],
    ['an entity', (xml) => `<!DOCTYPE x [<!ENTITY a "b">]>${xml}`],
    ['an entity that reads a file', (xml) => `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${xml.replace('M. Ember', '&a;')}`],
    ['a kind of signature that is spelled in disguise', (xml) => xml.replace('rsa-sha256', 'rsa-sha&#50;56')],
    ['something after the end', (xml) => `${xml}${evilOf(xml)}`],
  ])('%s', async (_, tamper) => {
    expect(await signIn({}, tamper)).toEqual(refused)
  })

  it('a comment in a name cuts nothing off', async () => {
    const finished = await signIn({ subject: 'subject-1.evil' }, (xml) => xml.replace('subject-1.evil', 'subject-1<!---->.evil'))
    expect(finished).toEqual(refused)
    const identities = await prisma.externalIdentity.count({ where: { organizationId: org.id } })
    expect(identities, 'the member stays the only one who is tied').toBe(1)
    expect(await refusals(org)).toContainEqual({ problem: 'OTHER_IDENTITY' })
  })
})

describe('whose answer counts, and when', () => {
  it('an answer counts neither before its time nor after it', async () => {
    for (const minutes of [10, -10]) {
      const { url, token } = await begin(org)
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })
      const made = answerOf(url, signer, { email })
      vi.useRealTimers()
      expect(await comeBack(token, await made), `${minutes} minutes off`).toEqual(refused)
    }
  })

  it('two certificates count while one takes the place of the other, and the older no longer than it stands there', async () => {
    const next = newSigner()
    const certify = (samlCertificates: string) =>
      prisma.identityProvider.update({ where: { organizationId: org.id }, data: { samlCertificates, updatedAt: new Date() } })
    expect(await signIn({ signer: next })).toEqual(refused)
    await certify(`${signer.cert}${next.cert}`)
    for (const one of [signer, next]) expect(await signIn({ signer: one })).toMatchObject({ kind: 'opened' })
    await certify(next.cert)
    expect(await signIn({ signer })).toEqual(refused)
    await certify(signer.cert)
  })

  it('what one provider says to another organization counts for that one alone', async () => {
    const other = await createOrganization()
    await ownDomain(other)
    const settings = { protocol: 'SAML' as const, samlUrl: 'https://idp.example/sso', samlCertificates: signer.cert }
    await connect(other, { issuer: samlIssuer }, { ...settings, clientId: null, clientSecret: null })
    const theirs = await begin(other)
    const ours = await begin(org)
    expect(await comeBack(theirs.token, await answerOf(theirs.url, signer, { email })), 'another’s browser').toEqual(expired)
    expect(await comeBack(ours.token, await answerOf(theirs.url, signer, { email })), 'another’s answer').toEqual(refused)
    const again = await begin(org)
    const crossed = await answerOf(theirs.url, signer, { email, inResponseTo: questionIn(again.url).id })
    expect(await comeBack(again.token, crossed), 'another’s answer to our question').toEqual(refused)
    const answer = { protocol: 'SAML' as const, response: posted(await answerOf(theirs.url, signer, { email })) }
    expect(await finishProviderSignIn(asAnonymous(), other.id, theirs.token, answer), 'a member of ours only').toEqual(refused)
  })

  it('nobody comes in whom the provider sends without having been asked', async () => {
    const xml = await answerOf((await begin(org)).url, signer, { email, inResponseTo: '' })
    expect(await comeBack(undefined, xml)).toEqual(expired)
    expect(await comeBack((await begin(org)).token, xml)).toEqual(refused)
  })
})
