import { createSecretKey, randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { moveOldRows } from '../../../server/cli/move-old-rows'
import { blindIndex, nameTokens, searchTokens } from '../../../server/core/blind-index'
import { newId } from '../../../server/core/ids'
import { openVisitor, sealedVisitor, sealNewVisitor, type SealedVisitor } from '../../../server/core/visitor-record'
import { registerVisitor } from '../../../server/domains/visitors/use-cases/find-or-register-visitors'
import { pool, prisma } from '../../../server/infra/db'
import { keyringOf, newOrganizationKey } from '../../../server/infra/keyring'
import { SealBroken } from '../../../server/infra/seal'
import { tenantClient } from '../../../server/infra/tenant-client'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { connectTo } from '../../setup/test-database'

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  ;[org, other] = await Promise.all([createOrganization(), createOrganization()])
})

const person = { name: 'Мария Кюри', email: 'marie@guest.example', phone: '+79161234567', company: 'Радий' }

async function register(at: TestOrganization, details = person): Promise<SealedVisitor> {
  const id = await registerVisitor(tenantClient(at.id), await keyringOf(at.id), details, 'RU', new Date())
  return prisma.visitor.findUniqueOrThrow({ where: { id }, select: sealedVisitor })
}

const opened = async (sealed: SealedVisitor, by = org) => {
  const { name, email, phone, company } = openVisitor(await keyringOf(by.id), sealed)
  return { name, email, phone, company }
}

describe('a visitor at rest', () => {
  it('is readable by the product and by nobody who has the tables', async () => {
    const sealed = await register(org)
    expect(await opened(sealed)).toEqual(person)
    const rows: object[] = []
    for (const [table, column] of [
      ['visitors', 'id'],
      ['visitor_keys', 'visitor_id'],
      ['visitor_name_tokens', 'visitor_id'],
    ])
      rows.push(...(await pool.query(`SELECT * FROM ${table} WHERE ${column} = ?`, [sealed.id])))
    const bytes = Buffer.concat(
      rows.flatMap((row) => Object.values(row).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value))))),
    )
    for (const value of Object.values(person)) expect(bytes.includes(Buffer.from(value))).toBe(false)
  })

  it('has a key of its own, and equal values look different', async () => {
    const [one, two] = [await register(org), await register(org)]
    expect(one.sealedName).not.toEqual(two.sealedName)
    expect(one.key?.wrappedKey).not.toEqual(two.key?.wrappedKey)
    await expect(opened({ ...one, key: two.key })).rejects.toThrow(SealBroken)
  })

  it.each<[string, (own: SealedVisitor, foreign: SealedVisitor) => SealedVisitor]>([
    ['another column', (own) => ({ ...own, sealedName: own.sealedCompany })],
    ['another row', (own, foreign) => ({ ...own, sealedName: foreign.sealedName })],
    ['another person’s row, with their key', (own, foreign) => ({ ...foreign, id: own.id })],
    ['another organization', (own) => ({ ...own, organizationId: other.id })],
    ['a changed bit', (own) => ({ ...own, sealedName: own.sealedName!.map((byte, index) => (index === 20 ? byte ^ 1 : byte)) })],
    ['a cut end', (own) => ({ ...own, sealedName: own.sealedName!.slice(0, -1) })],
  ])('does not open in %s', async (_, moved) => {
    const sealed = moved(await register(org), await register(org, { ...person, name: 'Пьер' }))
    await expect(opened(sealed)).rejects.toThrow(SealBroken)
  })

  it('does not open with the keys of another organization', async () => {
    await expect(opened(await register(org), other)).rejects.toThrow(SealBroken)
  })

  it('is nobody once its key is gone', async () => {
    const sealed = await register(org)
    const visitor = openVisitor(await keyringOf(org.id), { ...sealed, key: null })
    expect({ name: visitor.name, email: visitor.email, erased: visitor.erased }).toEqual({ name: '', email: null, erased: true })
  })
})

describe('blind indexes', () => {
  it('find equal values of one organization however they are written, and tell organizations apart', async () => {
    const [own, foreign] = [await keyringOf(org.id), await keyringOf(other.id)]
    expect(blindIndex(own, 'name', '  мария   КЮРИ ')).toEqual(blindIndex(own, 'name', 'Мария Кюри'))
    expect(blindIndex(own, 'name', 'Семён')).toEqual(blindIndex(own, 'name', 'Семен'))
    expect(blindIndex(own, 'email', 'a@b.example')).not.toEqual(blindIndex(own, 'name', 'a@b.example'))
    expect(blindIndex(own, 'name', 'Мария Кюри')).not.toEqual(blindIndex(foreign, 'name', 'Мария Кюри'))
  })

  it('look for a beginning where the name was put', async () => {
    const keyring = await keyringOf(org.id)
    const buckets = new Set(nameTokens(keyring, 'Александра O’Neill-Петрова 李 伟明'))
    for (const typed of ['ал', 'Алек', 'александр', 'neil', 'ПЕТ', '李', '伟', 'о петрова'.slice(2)])
      if ([...typed].length > 1 || typed === '李')
        expect(
          searchTokens(keyring, typed).every((token) => buckets.has(token)),
          typed,
        ).toBe(true)
    expect(nameTokens(keyring, 'a '.repeat(100)).length).toBeLessThanOrEqual(12)
  })
})

/** An organization that has needed no key yet. */
async function newcomer(): Promise<{ id: string }> {
  const id = newId()
  return prisma.organization.create({ data: { id, code: id, name: 'Newcomer', timeZone: 'Europe/Berlin', locale: 'EN' } })
}

describe('the keys of an organization', () => {
  it('are made once, however many processes ask', async () => {
    const { id } = await newcomer()
    await Promise.all(Array.from({ length: 5 }, () => keyringOf(id)))
    const rows = await prisma.organizationKey.findMany({ where: { organizationId: id }, orderBy: { purpose: 'asc' } })
    expect(rows.map(({ purpose, version }) => [purpose, version])).toEqual([
      ['DATA', 1],
      ['INDEX', 1],
    ])
  })

  it('are used only when every process knows them', async () => {
    const { id } = await newcomer()
    const now = Date.now()
    const at = (age: number, version: number) => newOrganizationKey(id, 'DATA', version, new Date(now - age))
    const [first, second, third] = [at(200_000, 1), at(61_000, 2), at(5_000, 3)]
    await prisma.organizationKey.createMany({ data: [first, second, third, newOrganizationKey(id, 'INDEX', 1, new Date())] })
    const keyring = await keyringOf(id)
    expect(keyring.data.id).toBe(second.id)
    expect([...keyring.byId.keys()]).toEqual(expect.arrayContaining([first.id, second.id, third.id]))
  })

  it('open nothing under another MASTER_KEY', async () => {
    const keyring = await keyringOf(org.id)
    const wrong = new Map([...keyring.byId.keys()].map((id) => [id, createSecretKey(randomBytes(32))]))
    const sealed = await register(org)
    expect(() => openVisitor({ ...keyring, byId: wrong }, sealed).name).toThrow(SealBroken)
  })
})

it('whoever stood in clear is sealed where they stood, again after an interruption', async () => {
  const keyring = await keyringOf(org.id)
  const connection = await connectTo(process.env.DATABASE_URL ?? '')
  await connection.query(
    'CREATE TABLE visitors_in_clear (id CHAR(36), organization_id CHAR(36), name VARCHAR(200), email VARCHAR(254), phone VARCHAR(32), company VARCHAR(200))',
  )
  try {
    const sealed = await register(org)
    await prisma.visitorKey.delete({ where: { visitorId: sealed.id } })
    await prisma.visitorNameToken.deleteMany({ where: { visitorId: sealed.id } })
    await connection.query('INSERT INTO visitors_in_clear VALUES (?, ?, ?, ?, NULL, NULL)', [
      sealed.id,
      org.id,
      'Ada Lovelace',
      'Ada@Guest.Example',
    ])
    await moveOldRows(connection)
    await moveOldRows(connection)
    const row = await prisma.visitor.findUniqueOrThrow({ where: { id: sealed.id }, select: { ...sealedVisitor, nameIndex: true } })
    expect(await opened(row)).toEqual({ name: 'Ada Lovelace', email: 'ada@guest.example', phone: null, company: null })
    expect(row.nameIndex).toEqual(blindIndex(keyring, 'name', 'ada lovelace'))
    expect(await prisma.visitorNameToken.count({ where: { visitorId: sealed.id } })).toBe(nameTokens(keyring, 'Ada Lovelace').length)
  } finally {
    await connection.query('DROP TABLE IF EXISTS visitors_in_clear')
    await connection.end()
  }
})

it('a new visitor is sealed with what was asked', async () => {
  const keyring = await keyringOf(org.id)
  const { columns, key } = sealNewVisitor(keyring, '018f0000-0000-7000-8000-000000000000', { ...person, email: null })
  expect([columns.sealedEmail, columns.emailIndex, key.organizationKeyId]).toEqual([null, null, keyring.data.id])
})
