import { createHash, createPublicKey, randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createApp, createRouter, toNodeListener } from 'h3'
import { jwtVerify } from 'jose'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { setChangingCodes } from '../../../server/domains/access-control/use-cases/rules/save-changing-codes'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { makeApplePass, makeGoogleLink, walletsFor } from '../../../server/domains/credentials/use-cases/make-wallet-pass'
import { openInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { suspendVisitPass } from '../../../server/domains/credentials/use-cases/suspend-visit-pass'
import { prisma } from '../../../server/infra/db'
import { env } from '../../../server/infra/env'
import apple from '../../../server/routes/i/[token]/pass.pkpass.get'
import google from '../../../server/routes/i/[token]/google-wallet.get'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin } from '../../setup/principals'
import { made } from '../scan/places'
import { signedPass, verdict, type SignedPass } from '../scan/signed-pass'
import { filesIn, verifySignature } from './wallet-keys'

const keys = await vi.hoisted(async () => (await import('./wallet-keys')).claimWalletKeys())
afterAll(() => rmSync(keys.folder, { recursive: true }))

let org: TestOrganization
let pass: SignedPass
beforeEach(async () => {
  org = await createOrganization()
  pass = await signedPass(org, { passType: 'MULTI' })
})

const tokenOf = async (id: string) => inviteTokenOf(await prisma.visitPass.findUniqueOrThrow({ where: { id } }))
const invited = async (id = pass.id) => (await openInvite(await tokenOf(id)))!
const appleFile = async (id?: string) => filesIn((await makeApplePass(await invited(id), 'en', new Date())) ?? Buffer.alloc(0))
const json = (files: Map<string, Buffer>, name: string) => JSON.parse(files.get(name)?.toString('utf8') ?? '{}') as Record<string, unknown>
const googleClaims = async () => {
  const link = (await makeGoogleLink(await invited(), 'ru', new Date())) ?? ''
  const token = link.replace('https://pay.google.com/gp/v/save/', '')
  const options = { issuer: 'passes@example.iam.gserviceaccount.com', audience: 'google', algorithms: ['RS256'] }
  return { link, ...(await jwtVerify(token, createPublicKey(keys.googlePublicKey), options)) }
}

describe('a pass for Apple Wallet', () => {
  it('is signed by the certificate over the sums of all of its files, as a phone checks it', async () => {
    const files = await appleFile()
    const manifest = json(files, 'manifest.json')
    const sums = [...files].filter(([name]) => name !== 'manifest.json' && name !== 'signature')
    expect(manifest).toEqual(Object.fromEntries(sums.map(([name, bytes]) => [name, createHash('sha1').update(bytes).digest('hex')])))
    const signature = files.get('signature') ?? Buffer.alloc(0)
    const signed = files.get('manifest.json') ?? Buffer.alloc(0)
    expect(() => verifySignature(keys, signature, signed)).not.toThrow()
    expect(() => verifySignature(keys, signature, Buffer.concat([signed, Buffer.from(' ')]))).toThrow()
  })

  it('says whose pass it is, when and where, in the colours of the organization, and ends with the pass', async () => {
    await prisma.organizationBrand.upsert({
      where: { organizationId: org.id },
      create: { organizationId: org.id, primaryColor: '#0a7d3c', updatedAt: new Date() },
      update: { primaryColor: '#0a7d3c' },
    })
    const content = json(await appleFile(), 'pass.json')
    expect(content).toMatchObject({
      formatVersion: 1,
      passTypeIdentifier: 'pass.example.visit',
      teamIdentifier: 'ABCDE12345',
      serialNumber: pass.id,
      backgroundColor: 'rgb(10, 125, 60)',
      foregroundColor: 'rgb(255, 255, 255)',
      sharingProhibited: true,
      barcodes: [{ format: 'PKBarcodeFormatQR', message: pass.code, messageEncoding: 'iso-8859-1' }],
    })
    expect(Date.parse(String(content.expirationDate))).toBe(Math.floor(pass.validTo.getTime() / 1000) * 1000)
    expect(JSON.stringify(content.eventTicket)).toContain('Anna Petrova')
    // By the clock of the place.
    expect(JSON.stringify(content.eventTicket)).toMatch(/"value":"[-\d]+T[:\d]+[+-]\d\d:\d\d"/)
    // No address to ask for changes, and no link to the page.
    expect(JSON.stringify(content)).not.toMatch(/webService|authenticationToken|https?:/)
    expect(await verdict(asOperator(org), org, (content.barcodes as { message: string }[])[0]?.message ?? '')).toBe('ScanAdmitted')
  })

  it('speaks Russian and English, each word of it', async () => {
    const files = await appleFile()
    const content = files.get('pass.json')?.toString('utf8') ?? ''
    const asked = [...new Set(content.match(/wallet\.\w+/g))]
    expect(asked.length).toBeGreaterThan(4)
    for (const language of ['ru', 'en']) {
      const strings = files.get(`${language}.lproj/pass.strings`)?.toString('utf8') ?? ''
      for (const word of asked) expect(strings, word).toMatch(new RegExp(`"${word.replace('.', '\\.')}" = "[^"]+";`))
      expect(strings.includes('Вас встречает')).toBe(language === 'ru')
    }
  })

  it('brings an icon and the logo in the sizes of phones, and does without a logo that cannot be drawn', async () => {
    const drawn = await sharp({ create: { width: 800, height: 200, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    const withLogo = async (logo: Buffer) => {
      const brand = { primaryColor: '#0a7d3c', logo: new Uint8Array(logo), logoType: 'image/png', updatedAt: new Date() }
      await prisma.organizationBrand.upsert({
        where: { organizationId: org.id },
        create: { organizationId: org.id, ...brand },
        update: brand,
      })
      return appleFile()
    }
    const files = await withLogo(drawn)
    const sizes = async (name: string) => {
      const { format, width, height } = await sharp(files.get(name)).metadata()
      return { format, width, height }
    }
    expect(await sizes('icon.png')).toEqual({ format: 'png', width: 29, height: 29 })
    expect(await sizes('icon@3x.png')).toEqual({ format: 'png', width: 87, height: 87 })
    expect(await sizes('logo@2x.png')).toEqual({ format: 'png', width: 320, height: 80 })
    expect([...(await withLogo(Buffer.from('no picture'))).keys()].filter((name) => name.includes('logo'))).toEqual([])
  })
})

describe('a pass for Google Wallet', () => {
  it('is an address with a token that the service account signed, short enough for an address', async () => {
    const { link, payload } = await googleClaims()
    expect(link.length).toBeLessThan(2_048)
    expect(payload).toMatchObject({ typ: 'savetowallet', origins: [new URL(env.PUBLIC_URL).origin] })
    const { genericClasses, genericObjects } = payload.payload as Record<string, Record<string, unknown>[]>
    expect(genericObjects?.[0]).toMatchObject({
      id: `3388000000012345678.${pass.id}`,
      classId: genericClasses?.[0]?.id,
      state: 'ACTIVE',
      header: { defaultValue: { language: 'ru', value: 'Anna Petrova' } },
      barcode: { type: 'QR_CODE', value: pass.code },
      passConstraints: { screenshotEligibility: 'INELIGIBLE' },
    })
    const interval = genericObjects?.[0]?.validTimeInterval as { end: { date: string } } | undefined
    expect(Date.parse(interval?.end.date ?? '')).toBe(Math.floor(pass.validTo.getTime() / 1000) * 1000)
  })
})

describe('a wallet', () => {
  it('gets the pass of now after it got a new code, under the same number', async () => {
    const before = json(await appleFile(), 'pass.json')
    await made(reissueVisitPass(asOperator(org), { visitPassId: pass.id, reason: 'Lost phone' }))
    const after = json(await appleFile(), 'pass.json')
    expect(after.serialNumber).toBe(before.serialNumber)
    expect(after.barcodes).not.toEqual(before.barcodes)
  })

  it.each<[string, () => Promise<unknown>]>([
    ['was withdrawn', () => made(revokeVisitPass(asOperator(org), { visitPassId: pass.id, reason: 'Not today' }))],
    ['was set aside', () => made(suspendVisitPass(asOperator(org), { visitPassId: pass.id, reason: 'Ask security' }))],
    ['was used up', () => prisma.visitPass.update({ where: { id: pass.id }, data: { status: 'USED' } })],
    ['is over', () => prisma.visitPass.update({ where: { id: pass.id }, data: { validTo: new Date(Date.now() - 1_000) } })],
    ['has to change its code', () => made(setChangingCodes(asOrgAdmin(org), { siteId: org.site.id, changingCodes: 'REQUIRED' }))],
    [
      'is shown only to who proves who they are',
      () =>
        prisma.securityPolicy.create({
          data: { organizationId: org.id, passwordMinimum: 12, secondFactor: 'OPTIONAL', guestAccess: 'OTP', updatedAt: new Date() },
        }),
    ],
  ])('gets nothing of a pass that %s', async (_, change) => {
    expect(walletsFor(await invited(), new Date())).toEqual(['apple', 'google'])
    await change()
    const now = await invited()
    expect(walletsFor(now, new Date())).toEqual([])
    expect([await makeApplePass(now, 'en', new Date()), await makeGoogleLink(now, 'en', new Date())]).toEqual([null, null])
  })

  it('gets it also where a code that does not change is let in beside others', async () => {
    await made(setChangingCodes(asOrgAdmin(org), { siteId: org.site.id, changingCodes: 'PREFERRED' }))
    expect(walletsFor(await invited(), new Date())).toEqual(['apple', 'google'])
  })
})

describe('what the page leads to', () => {
  let server: Server
  let address: string
  beforeAll(async () => {
    const router = createRouter().get('/i/:token/pass.pkpass', apple).get('/i/:token/google-wallet', google)
    server = createServer(toNodeListener(createApp().use(router)))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((closed) => server.close(closed)))
  const ask = (token: string, file: string) => fetch(`${address}/i/${token}/${file}`, { redirect: 'manual' })

  it('is the file and the address, for the bearer of the link', async () => {
    const token = await tokenOf(pass.id)
    const file = await ask(token, 'pass.pkpass')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/vnd.apple.pkpass'])
    expect(filesIn(Buffer.from(await file.arrayBuffer())).has('signature')).toBe(true)
    const led = await ask(token, 'google-wallet?lang=en')
    expect([led.status, led.headers.get('location')]).toEqual([303, expect.stringMatching(/^https:\/\/pay\.google\.com\/gp\/v\/save\/ey/)])
  })

  it('is nothing for a made-up link, a superseded one, or one of a pass that opens nothing', async () => {
    const old = await tokenOf(pass.id)
    await made(reissueVisitPass(asOperator(org), { visitPassId: pass.id, reason: 'Lost phone' }))
    const aside = await signedPass(org)
    await made(suspendVisitPass(asOperator(org), { visitPassId: aside.id, reason: 'Ask security' }))
    for (const token of [randomUUID(), old, await tokenOf(aside.id)])
      for (const file of ['pass.pkpass', 'google-wallet']) expect((await ask(token, file)).status).toBe(404)
  })

  it('says that it does not work now where what signs cannot be read, and the log says nothing of code or link', async () => {
    const written = vi.spyOn(process.stdout, 'write')
    const key = join(keys.folder, 'google.json')
    const token = await tokenOf(pass.id)
    writeFileSync(key, '{}')
    expect((await ask(token, 'google-wallet')).status).toBe(503)
    const said = written.mock.calls.map(([text]) => String(text)).join('')
    written.mockRestore()
    for (const secret of [pass.code, pass.shortCode, token]) expect(said).not.toContain(secret)
  })
})
