import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  openForOrganization,
  organizationKeyIdOf,
  organizationSealedColumns,
  sealedColumns,
  sealForOrganization,
  type OrganizationSealedColumn,
} from '../../../server/core/organization-seal'
import { signerOf } from '../../../server/domains/credentials/use-cases/signing-keys'
import { openClientSecret } from '../../../server/domains/security/single-sign-on/client-secret'
import { pool, prisma } from '../../../server/infra/db'
import { keyringOf, type Keyring } from '../../../server/infra/keyring'
import { SealBroken } from '../../../server/infra/seal'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { connect } from '../security/single-sign-on/set-up'

let org: TestOrganization
let other: TestOrganization
let [own, foreign]: Keyring[] = []
beforeAll(async () => {
  ;[org, other] = await Promise.all([createOrganization(), createOrganization()])
  ;[own, foreign] = await Promise.all([keyringOf(org.id), keyringOf(other.id)])
  for (const each of [org, other])
    await connect(each, { issuer: 'https://id.example', clientSecret: `secret of ${each.code}` }, { isEnabled: false })
})

describe('a secret of an organization', () => {
  it('is sealed under the key of the organization, and opens', async () => {
    const key = await prisma.signingKey.findFirstOrThrow({ where: { organizationId: org.id } })
    const provider = await prisma.identityProvider.findUniqueOrThrow({ where: { organizationId: org.id } })
    expect([key.sealedPrivateKey!, provider.clientSecret!].map(organizationKeyIdOf)).toEqual([own!.data.id, own!.data.id])
    expect((await signerOf(org.id)).keyId).toBe(key.keyId)
    expect(await openClientSecret(provider)).toBe(`secret of ${org.code}`)
  })

  it('does not open in another organization’s row', async () => {
    const [mine, theirs] = await Promise.all(
      [org, other].map(({ id }) => prisma.identityProvider.findUniqueOrThrow({ where: { organizationId: id } })),
    )
    await expect(openClientSecret({ ...mine!, clientSecret: theirs!.clientSecret })).rejects.toThrow(SealBroken)
    await expect(openClientSecret({ ...mine!, clientSecret: null })).rejects.toThrow(SealBroken)
    const turned = await createOrganization()
    const { sealedPrivateKey } = await prisma.signingKey.findFirstOrThrow({ where: { organizationId: org.id } })
    await prisma.signingKey.updateMany({ where: { organizationId: turned.id }, data: { sealedPrivateKey } })
    await expect(signerOf(turned.id)).rejects.toThrow(SealBroken)
  })
})

describe.each(Object.entries<OrganizationSealedColumn>(sealedColumns))('a value sealed as %s', (_, at) => {
  const id = randomUUID()
  const text = Buffer.from('Дорогая Анна, до встречи')
  const seal = () => sealForOrganization(own!, text, at, id)

  it('opens where it stands', () => {
    expect(openForOrganization(own!, seal(), at, id)).toEqual(text)
    expect(Buffer.from(seal()).includes(text.subarray(0, 8))).toBe(false)
  })

  it.each<[string, () => unknown]>([
    ['another row', () => openForOrganization(own!, seal(), at, randomUUID())],
    ['another column', () => openForOrganization(own!, seal(), { ...at, column: 'name' }, id)],
    ['another table', () => openForOrganization(own!, seal(), { ...at, table: 'visitors' }, id)],
    ['another organization', () => openForOrganization({ ...own!, organizationId: other.id }, seal(), at, id)],
    ['the hands of another organization', () => openForOrganization(foreign!, seal(), at, id)],
    ['an organization that has lost the key', () => openForOrganization({ ...own!, byId: new Map() }, seal(), at, id)],
    ['a cut form', () => openForOrganization(own!, seal().slice(0, -1), at, id)],
    ['no form at all', () => openForOrganization(own!, new Uint8Array(), at, id)],
  ])('does not open in %s', (_place, open) => {
    expect(open).toThrow(SealBroken)
  })
})

it('the columns are where the list says, so that rotation finds every value', async () => {
  for (const { table, id, column } of organizationSealedColumns) {
    const keys = (await pool.query(`SELECT column_name AS name FROM information_schema.key_column_usage
      WHERE table_schema = DATABASE() AND table_name = '${table}' AND constraint_name = 'PRIMARY'`)) as { name: string }[]
    expect(keys, table).toEqual([{ name: id }])
    await pool.query(`SELECT organization_id, ${column} FROM ${table} LIMIT 1`)
  }
})
