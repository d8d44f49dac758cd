import { createPrivateKey, randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeBase45, encodeBase45 } from '#shared/credentials/base45'
import { parsePassCode } from '#shared/credentials/pass-code'
import { provePass } from '../../../layers/admin/composables/offline/pass-proof'
import { generateSigningKey, importPrivateKey, signPassCode } from '../../../server/domains/credentials/pass-signature'
import { readPassCode } from '../../../server/domains/credentials/use-cases/read-pass-code'
import { createSigningKey, signerOf } from '../../../server/domains/credentials/use-cases/signing-keys'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator } from '../../setup/principals'
import { signedPass, verdict, type SignedPass } from './signed-pass'

/** How many codes are made up: fewer than the 100,000 that were tried, so that the suite stays quick. */
const forgeries = Number(process.env.FORGERIES ?? 2_000)
const together = 500

let org: TestOrganization
let pass: SignedPass
let payload: Buffer
beforeAll(async () => {
  org = await createOrganization()
  pass = await signedPass(org)
  payload = Buffer.from(decodeBase45(pass.code.slice(4)) ?? [])
})

const codeOf = (bytes: Uint8Array): string => `GC1:${encodeBase45(bytes)}`

function flipped(bit: number): string {
  const bytes = Buffer.from(payload)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
  return codeOf(bytes)
}

async function accepted(codes: string[]): Promise<string[]> {
  const proofs = await Promise.all(codes.map(async (code) => ({ code, proof: await readPassCode(org.id, code) })))
  return proofs.filter(({ proof }) => proof?.by === 'id').map(({ code }) => code)
}

describe('a forged code is unknown', () => {
  it('the honest one is accepted, so that the rest means something', async () => {
    expect(await accepted([pass.code])).toEqual([pass.code])
  })

  it('with any single bit flipped, in the claims or in the signature', async () => {
    const codes = Array.from({ length: payload.length * 8 }, (_, bit) => flipped(bit))
    expect(codes).toHaveLength(752)
    expect(await accepted(codes)).toEqual([])
  })

  it(`with several random bytes changed, ${forgeries.toLocaleString('en')} times, by the server and by a scanner without it`, async () => {
    const { keyId, publicKey } = await prisma.signingKey.findFirstOrThrow({ where: { organizationId: org.id } })
    const plan = { keys: { [keyId]: Buffer.from(publicKey).toString('base64') } }
    expect(await provePass(plan, pass.code)).toMatchObject({ code: pass.code })
    for (let left = forgeries; left > 0; left -= together) {
      const codes = Array.from({ length: Math.min(together, left) }, () => {
        const bytes = Buffer.from(payload)
        for (const at of randomBytes(3)) bytes[at % bytes.length]! ^= 1 + (at % 255)
        return codeOf(bytes)
      }).filter((code) => code !== pass.code)
      expect(await accepted(codes)).toEqual([])
      expect((await Promise.all(codes.map((code) => provePass(plan, code)))).filter(Boolean)).toEqual([])
    }
  }, 300_000)

  it('with the expiry or the beginning moved by a second, under the old signature', async () => {
    const codes = [21, 25].flatMap((offset) =>
      [-1, 1].map((seconds) => {
        const bytes = Buffer.from(payload)
        bytes.writeUInt32BE(bytes.readUInt32BE(offset) + seconds, offset)
        return codeOf(bytes)
      }),
    )
    expect(await accepted(codes)).toEqual([])
  })

  it('signed by another key, under our key’s id or its own, 1,000 times', async () => {
    const { keyId } = await signerOf(org.id)
    const claims = { keyId, passId: pass.id, notBefore: pass.validFrom, expiresAt: pass.validTo, flags: 0 }
    const codes = Array.from({ length: 500 }, () => {
      const stranger = generateSigningKey()
      const key = importPrivateKey(stranger.privateKey)
      return [signPassCode(claims, key), signPassCode({ ...claims, keyId: stranger.keyId }, key)]
    }).flat()
    expect(await accepted(codes)).toEqual([])
  })

  it('signed by another organization’s key, for a pass of ours', async () => {
    const other = await createOrganization()
    const { keyId, privateKey } = await signerOf(other.id)
    const claims = { keyId, passId: pass.id, notBefore: pass.validFrom, expiresAt: pass.validTo, flags: 0 }
    expect(await verdict(asOperator(org), org, signPassCode(claims, privateKey))).toBe('UNKNOWN_CODE')
  })

  it('truncated, lengthened, trimmed, repeated, in other alphabets, empty or enormous', async () => {
    const { code } = pass
    const codes = [
      code.slice(0, -1),
      `${code}0`,
      code.slice(4),
      code + code,
      `GC2:${code.slice(4)}`,
      'GC1:',
      'GC1',
      '\u0000',
      code.replace(/\d/, '٣'),
      'GC1:'.padEnd(145, '\u{1F600}'),
    ]
    expect(await accepted(codes)).toEqual([])
    for (const text of [...codes, 'x'.repeat(4_096)]) expect(await verdict(asOperator(org), org, text)).toBe('UNKNOWN_CODE')
    expect(await verdict(asOperator(org), org, 'x'.repeat(4_097))).toBe('VALIDATION_FAILED')
  })

  it('rightly signed but for a pass that does not exist', async () => {
    const { keyId, privateKey } = await signerOf(org.id)
    const passId = '01900000-0000-7000-8000-000000000000'
    expect(
      await verdict(
        asOperator(org),
        org,
        signPassCode({ keyId, passId, notBefore: new Date(), expiresAt: new Date(), flags: 0 }, privateKey),
      ),
    ).toBe('UNKNOWN_CODE')
  })
})

describe('a key', () => {
  it('that was retired still proves the passes it signed, and signs no new ones', async () => {
    const turned = await createOrganization()
    const old = await signedPass(turned)
    await prisma.signingKey.updateMany({ where: { organizationId: turned.id }, data: { retiredAt: new Date() } })
    await createSigningKey(prisma, turned.id, new Date())
    expect(await readPassCode(turned.id, old.code)).toMatchObject({ by: 'id', value: old.id, issueNumber: 0 })
  })

  it('is stored sealed: its seed stands nowhere in the row', async () => {
    const { privateKey } = await signerOf(org.id)
    const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32)
    expect(
      createPrivateKey({ key: privateKey.export({ type: 'pkcs8', format: 'der' }), format: 'der', type: 'pkcs8' }).asymmetricKeyType,
    ).toBe('ed25519')
    const row = await prisma.signingKey.findFirstOrThrow({ where: { organizationId: org.id } })
    expect(Buffer.from(row.sealedPrivateKey!).includes(seed)).toBe(false)
  })
})

describe('a code that came through a keyboard', () => {
  const russian = 'ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ'
  const throughRussianLayout = (code: string): string =>
    code.replace(/[A-Z:./$]/g, (key) => ({ ':': 'Ж', '.': 'Ю', '/': '.', $: ';' })[key] ?? russian[key.charCodeAt(0) - 65] ?? key)

  it.each([
    ['in the Russian layout', throughRussianLayout],
    ['in the Russian layout with Caps Lock', (code: string) => throughRussianLayout(code).toLowerCase()],
    ['with Caps Lock', (code: string) => code.toLowerCase()],
    ['with Enter at the end', (code: string) => `${code}\r\n`],
    ['with Tab at the end', (code: string) => `${code}\t`],
  ])('%s is the same code', async (_, typed) => {
    const visit = await signedPass(org)
    expect(parsePassCode(typed(visit.code))).toBeNull()
    expect(await verdict(asOperator(org), org, typed(visit.code))).toBe('ScanAdmitted')
  })
})
