import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { blindIndex } from '../../../server/core/blind-index'
import { newId } from '../../../server/core/ids'
import { localId } from '../../../server/graphql/global-id'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asAnonymous, asApiKey, asDeveloper, asDevice, asHost, asOperator } from '../../setup/principals'
import { call, dataOf, gid } from './graphql-call'

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  other = await createOrganization()
})

const document = `mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) {
  __typename
  ... on InviteGuestSuccess { appointment { id title message status startsAt endsAt timeZone host { id } room { id }
    visitPasses(first: 1) { edges { node { status code inviteUrl visitor { name email phone company } } } } } }
  ... on UserError { code message path }
  ... on ValidationFailed { fields { path message } } } }`

interface Invited {
  inviteGuest: {
    __typename: string
    code?: string
    message?: string
    path?: string[] | null
    fields?: { path: string[]; message: string }[]
    appointment: {
      id: string
      title: string
      message: string
      visitPasses: { edges: { node: { status: string; code: null; inviteUrl: string; visitor: Record<string, string | null> } }[] }
    }
  }
}

const hour = 3_600_000
const inHours = (hours: number): string => new Date(Date.now() + hours * hour).toISOString()
const input = (more: object = {}, visitor: object = {}) => ({
  visitor: { name: 'Anna Petrova', email: `${randomUUID()}@guest.example`, ...visitor },
  siteId: gid('Site', org.site.id),
  startsAt: inHours(1),
  endsAt: inHours(2),
  ...more,
})
const invite = async (ctx = asHost(org), given: object = input()) => (await dataOf<Invited>(ctx, document, { input: given })).inviteGuest

describe('an invitation', () => {
  it('books the visit with a draft pass, and announces it', async () => {
    const made = await invite(asHost(org), input({ title: 'Calibration', roomId: gid('Room', org.room.id) }))
    expect(made).toMatchObject({
      __typename: 'InviteGuestSuccess',
      appointment: {
        title: 'Calibration',
        status: 'SCHEDULED',
        timeZone: 'Europe/Berlin',
        host: { id: gid('Host', org.host.id) },
        room: { id: gid('Room', org.room.id) },
      },
    })
    const pass = made.appointment.visitPasses.edges[0]!.node
    expect(pass).toMatchObject({ status: 'DRAFT', code: null })
    expect(pass.inviteUrl).toMatch(/^http:\/\/localhost:3000\/i\/[\w-]{20,}$/)
    const row = await prisma.appointment.findUniqueOrThrow({ where: { id: localId('Appointment', made.appointment.id) } })
    expect(Buffer.from(row.sealedTitle ?? []).includes('Calibration')).toBe(false)
    expect(await prisma.outboxEvent.count({ where: { entityId: row.id, type: 'appointment.created' } })).toBe(1)
  })

  it.each(['OrgAdmin', 'Operator'] as const)('by %s needs a host to be named', async (role) => {
    const ctx = role === 'Operator' ? asOperator(org) : await asApiKey(org)
    expect(await invite(ctx)).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'hostId'] })
    expect(await invite(ctx, input({ hostId: gid('Host', org.host.id) }))).toMatchObject({ __typename: 'InviteGuestSuccess' })
  })
})

describe('who may invite', () => {
  it('a host may not invite for another: there is no such host for them', async () => {
    const colleague = await createHost(org.id)
    const named = await invite(asHost(org), input({ hostId: gid('Host', colleague.id) }))
    const unknown = await invite(asHost(org), input({ hostId: gid('Host', newId()) }))
    expect(named).toMatchObject({ __typename: 'NotFound', path: ['input', 'hostId'] })
    expect(named).toEqual(unknown)
  })

  it('nobody, a device and a developer may not at all', async () => {
    for (const [ctx, code] of [
      [asAnonymous(), 'UNAUTHENTICATED'],
      [await asDevice(org), 'FORBIDDEN'],
      [asDeveloper(org), 'FORBIDDEN'],
      [await asApiKey(org, {}, ['pass:read']), 'FORBIDDEN'],
    ] as const) {
      const { data, errors } = await call(ctx, document, { input: input({ hostId: gid('Host', org.host.id) }) })
      expect(data).toBeNull()
      expect(errors).toMatchObject([{ extensions: { code } }])
    }
  })
})

describe('an id that is not ours is as one that does not exist', () => {
  it.each(['siteId', 'hostId', 'roomId'] as const)('%s', async (field) => {
    const type = { siteId: 'Site', hostId: 'Host', roomId: 'Room' }[field]
    const foreign = { siteId: other.site.id, hostId: other.host.id, roomId: other.room.id }[field]
    const base = { hostId: gid('Host', org.host.id) }
    const answers = await Promise.all(
      [gid(type, foreign), gid(type, newId()), gid('Gate', org.gates[0].id), 'nonsense'].map((id) =>
        invite(asOperator(org), input({ ...base, [field]: id })),
      ),
    )
    expect(answers[0]).toMatchObject({ __typename: 'NotFound', path: ['input', field] })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('a room of another site of ours', async () => {
    const siteId = newId()
    await prisma.site.create({ data: { id: siteId, organizationId: org.id, name: 'Plant', timeZone: 'Asia/Tokyo' } })
    expect(await invite(asHost(org), input({ siteId: gid('Site', siteId), roomId: gid('Room', org.room.id) }))).toMatchObject({
      __typename: 'NotFound',
      path: ['input', 'roomId'],
    })
  })
})

describe.each(['ru', 'en'] as const)('a mistake is explained in %s, field by field', (language) => {
  const letters = language === 'ru' ? /[а-яё]/i : /^[^а-яё]+$/i
  it.each([
    ['an end before the start', { startsAt: inHours(3), endsAt: inHours(2) }, {}, 'endsAt'],
    ['an end at the start', { startsAt: inHours(3), endsAt: inHours(3) }, {}, 'endsAt'],
    ['a visit in the past', { startsAt: inHours(-3), endsAt: inHours(-2) }, {}, 'endsAt'],
    ['a visit of a month', { endsAt: inHours(24 * 31) }, {}, 'endsAt'],
    ['a visit in ten years', { startsAt: inHours(24 * 3650), endsAt: inHours(24 * 3650 + 1) }, {}, 'startsAt'],
    ['an e-mail without a domain', {}, { email: 'anna@' }, 'visitor.email'],
    ['an e-mail that is none', {}, { email: 'anna petrova' }, 'visitor.email'],
    ['two addresses in one', {}, { email: 'a@b.example, c@d.example' }, 'visitor.email'],
    ['a header in an e-mail', {}, { email: 'a@b.example\r\nBcc: c@d.example' }, 'visitor.email'],
    ['letters for a phone', {}, { phone: 'call me' }, 'visitor.phone'],
    ['a phone that no country has', {}, { phone: '+999 000' }, 'visitor.phone'],
    ['no name', {}, { name: '  ' }, 'visitor.name'],
    ['a name of 300 letters', {}, { name: 'А'.repeat(300) }, 'visitor.name'],
    ['a control character', {}, { name: 'Anna\u0000Petrova' }, 'visitor.name'],
    ['a title of 201 letters', { title: 'x'.repeat(201) }, {}, 'title'],
    ['a message of 2,001 letters', { message: 'x'.repeat(2_001) }, {}, 'message'],
  ])('%s', async (_, more, visitor, field) => {
    const before = await prisma.appointment.count({ where: { organizationId: org.id } })
    const answer = await invite(asHost(org, { language }), input(more, visitor))
    expect(answer).toMatchObject({ __typename: 'ValidationFailed', code: 'VALIDATION_FAILED' })
    const said = answer.fields?.find(({ path }) => path.join('.') === `input.${field}`)
    expect(said?.message).toMatch(letters)
    expect(answer.message).toMatch(letters)
    expect(await prisma.appointment.count({ where: { organizationId: org.id } })).toBe(before)
  })
})

describe('any text comes back as it was given', () => {
  it.each([
    ['SQL', 'Robert\'); DROP TABLE visitors;-- \\ " ` %_'],
    ['HTML', '<script>alert(1)</script><img src=x onerror="alert(1)">&amp;'],
    ['emoji', '👩🏽‍🚀 Анна 🇷🇺 é'],
    ['right to left', 'فاطمة بنت محمد \u202Eabc'],
    ['combining and wide letters', 'Z̸̡̛a͘l͏g͠o 漢字 𠮷'],
    ['200 letters', 'Щ'.repeat(200)],
  ])('%s', async (_, text) => {
    const made = await invite(asHost(org), input({ title: text, message: `${text}\n${text}` }, { name: text, company: text }))
    expect(made.__typename).toBe('InviteGuestSuccess')
    const { title, message, visitPasses } = made.appointment
    expect([title, message]).toEqual([text, `${text}\n${text}`])
    expect(visitPasses.edges[0]?.node.visitor).toMatchObject({ name: text, company: text })
    const listed = await dataOf<{ node: { title: string } }>(
      asHost(org),
      'query ($id: ID!) { node(id: $id) { ... on Appointment { title } } }',
      { id: made.appointment.id },
    )
    expect(listed.node.title).toBe(text)
  })

  it('and a Russian phone may be written as people write it', async () => {
    const made = await invite(asHost(org), input({}, { phone: '8 (916) 123-45-67' }))
    expect(made.appointment.visitPasses.edges[0]?.node.visitor.phone).toBe('+7 ••• 67')
    const phoneIndex = blindIndex(await keyringOf(org.id), 'phone', '+79161234567')
    expect(await prisma.visitor.count({ where: { organizationId: org.id, phoneIndex } })).toBeGreaterThan(0)
  })
})

describe('an idempotency key', () => {
  it('makes ten simultaneous calls one visit', async () => {
    const given = input({ idempotencyKey: randomUUID(), title: 'Once' })
    const before = await prisma.appointment.count({ where: { organizationId: org.id } })
    const answers = await Promise.all(Array.from({ length: 10 }, () => invite(asHost(org), given)))
    expect(new Set(answers.map(({ appointment }) => appointment.id)).size).toBe(1)
    expect(new Set(answers.map(({ appointment }) => appointment.title))).toEqual(new Set(['Once']))
    expect(await prisma.appointment.count({ where: { organizationId: org.id } })).toBe(before + 1)
    const emailIndex = blindIndex(await keyringOf(org.id), 'email', given.visitor.email)
    expect(await prisma.visitor.count({ where: { organizationId: org.id, emailIndex } })).toBe(1)
  })

  it('is refused with another input, and belongs to its caller', async () => {
    const given = input({ idempotencyKey: randomUUID(), hostId: gid('Host', org.host.id) })
    const first = await invite(asHost(org), given)
    expect(await invite(asHost(org), { ...given, title: 'Other' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
    const another = await invite(asOperator(org), given)
    expect(another.__typename).toBe('InviteGuestSuccess')
    expect(another.appointment.id).not.toBe(first.appointment.id)
  })

  it('belongs to one organization: the same person may use it in another', async () => {
    const other = await createOrganization()
    const key = randomUUID()
    const first = await invite(asHost(org), input({ idempotencyKey: key }))
    const there = asHost(other, {}, { ...other.host, user: org.host.user })
    const second = await invite(there, { ...input({ idempotencyKey: key }), siteId: gid('Site', other.site.id) })
    expect([first.__typename, second.__typename]).toEqual(['InviteGuestSuccess', 'InviteGuestSuccess'])
    expect(second.appointment.id).not.toBe(first.appointment.id)
  })

  it('is not used up by a failure, and forgets after 24 hours', async () => {
    const given = input({ idempotencyKey: randomUUID(), roomId: gid('Room', newId()) })
    expect(await invite(asHost(org), given)).toMatchObject({ __typename: 'NotFound' })
    const first = await invite(asHost(org), { ...given, roomId: null })
    expect(first.__typename).toBe('InviteGuestSuccess')
    const nextDay = asHost(org, { now: () => new Date(Date.now() + 24 * hour + 1_000) })
    const again = await invite(nextDay, { ...given, roomId: null, startsAt: inHours(48), endsAt: inHours(49) })
    expect(again).toMatchObject({ __typename: 'InviteGuestSuccess' })
    expect(again.appointment.id).not.toBe(first.appointment.id)
  })
})
