import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openAppointment, sealTexts } from '../../../server/core/appointment-texts'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { asStranger } from '../../../server/domains/credentials/use-cases/guest-view'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { openInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { sendNotification } from '../../../server/domains/notifications/use-cases/send-notification'
import { localId } from '../../../server/graphql/global-id'
import { pool, prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { mailFolder } from '../../../server/infra/mail'
import { SealBroken } from '../../../server/infra/seal'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { call, dataOf, gid } from '../api/graphql-call'

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  ;[org, other] = await Promise.all([createOrganization(), createOrganization()])
})

const texts = { title: 'Собеседование: Анна Петрова', message: 'Дорогая Анна,\nждём вас у входа.' }
type Made = { result: { appointment: { id: string; title: string; message: string } } }

/** Invites a guest, as a host does. @returns row ids */
async function invite(given: object = texts): Promise<{ id: string; passId: string; email: string; made: Made['result']['appointment'] }> {
  const inHours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString()
  const email = `${randomUUID()}@guest.example`
  const input = {
    ...given,
    visitor: { name: 'Anna', email },
    siteId: gid('Site', org.site.id),
    startsAt: inHours(1),
    endsAt: inHours(2),
  }
  const { result } = await dataOf<Made>(
    asHost(org),
    'mutation ($input: InviteGuestInput!) { result: inviteGuest(input: $input) { ... on InviteGuestSuccess { appointment { id title message } } } }',
    { input },
  )
  const id = localId('Appointment', result.appointment.id)
  const pass = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: id } })
  return { id, passId: pass.id, email, made: result.appointment }
}

const bytesOf = (row: object): Buffer =>
  Buffer.concat(Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)))))

describe('what is written of a visit', () => {
  it('stands in no table in clear', async () => {
    const { id } = await invite()
    const [row] = (await pool.query('SELECT * FROM appointments WHERE id = ?', [id])) as [object]
    for (const part of ['Собеседование', 'Петрова', 'Дорогая']) expect(bytesOf(row).includes(part)).toBe(false)
  })

  it('is read wherever the API shows the visit', async () => {
    const { id, passId, made } = await invite()
    expect(made).toMatchObject(texts)
    const document = `query ($visit: ID!, $pass: ID!) { byId: node(id: $visit) { ... on Appointment { title message } }
      appointments(first: 100) { edges { node { id title message visitPasses(first: 1) { edges { node { appointment { title } } } } } } }
      pass: node(id: $pass) { ... on VisitPass { appointment { title message } } }
      visitPasses(last: 100) { edges { node { id appointment { title message } } } } }`
    type Edges = { edges: { node: { id: string } }[] }
    const variables = { visit: gid('Appointment', id), pass: gid('VisitPass', passId) }
    const shown = await dataOf<{ byId: object; pass: object; appointments: Edges; visitPasses: Edges }>(
      asOperator(org),
      document,
      variables,
    )
    expect([shown.byId, shown.pass]).toMatchObject([texts, { appointment: texts }])
    const nodeOf = ({ edges }: Edges, global: string) => edges.find(({ node }) => node.id === global)?.node
    expect(nodeOf(shown.appointments, variables.visit)).toMatchObject({
      ...texts,
      visitPasses: { edges: [{ node: { appointment: { title: texts.title } } }] },
    })
    expect(nodeOf(shown.visitPasses, variables.pass)).toMatchObject({ appointment: texts })
    const canceled = await dataOf<Made>(
      asHost(org),
      `mutation ($input: CancelAppointmentInput!) { result: cancelAppointment(input: $input) {
        ... on CancelAppointmentSuccess { appointment { id title message } } } }`,
      { input: { appointmentId: variables.visit, passes: 'KEEP' } },
    )
    expect(canceled.result.appointment).toMatchObject(texts)
  })

  it('reaches the guest: on the page, once they are known, and in the mail', async () => {
    const { passId, email } = await invite()
    const job = { eventId: randomUUID(), organizationId: org.id }
    await issueVisitPass(job, { visitPassIds: [passId] })
    const opened = await openInvite(inviteTokenOf({ id: passId, inviteVersion: 0 }))
    expect(opened).toMatchObject(texts)
    expect(asStranger(opened!)).toMatchObject({ title: null, message: null })
    await sendNotification(job, { visitPassId: passId, template: 'invite' })
    const mails = await Promise.all((await readdir(mailFolder)).map((name) => readFile(join(mailFolder, name), 'utf8')))
    const mail = mails.find((text) => text.includes(email)) ?? ''
    const parts = [...mail.matchAll(/base64\r\n(?:[\w-]+:.*\r\n)*\r\n([\w+/=\r\n]+)/g)].map(([, body = '']) =>
      Buffer.from(body, 'base64').toString(),
    )
    const file = parts.find((part) => part.startsWith('BEGIN:VCALENDAR'))?.replaceAll(/\r\n /g, '') ?? ''
    expect(file).toContain(`SUMMARY:${texts.title}`)
    expect(file).toContain('DESCRIPTION:Дорогая Анна\\,\\nждём вас у входа.')
  })

  it('may be missing', async () => {
    const { id, passId, made } = await invite({ title: '', message: null })
    expect(made).toMatchObject({ title: null, message: null })
    expect(await prisma.appointment.findUniqueOrThrow({ where: { id } })).toMatchObject({ sealedTitle: null, sealedMessage: null })
    expect(await openInvite(inviteTokenOf({ id: passId, inviteVersion: 0 }))).toMatchObject({ title: null, message: null })
  })

  it('takes as much as may be written', async () => {
    const most = { title: '𠮷'.repeat(100), message: 'Щ'.repeat(2_000) }
    const { made } = await invite(most)
    expect(made).toMatchObject(most)
  })
})

describe('the texts of a visit that were put elsewhere', () => {
  const document = 'query ($id: ID!) { node(id: $id) { ... on Appointment { title } } }'
  const titleOf = async (id: string) => call(asOperator(org), document, { id: gid('Appointment', id) })

  it('are not read in another row', async () => {
    const [one, two] = [await invite(), await invite()]
    await pool.query('UPDATE appointments a JOIN appointments b ON b.id = ? SET a.sealed_title = b.sealed_title WHERE a.id = ?', [
      one.id,
      two.id,
    ])
    const { errors } = await titleOf(two.id)
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
    expect((await titleOf(one.id)).data).toMatchObject({ node: { title: texts.title } })
  })

  it('are an error like any other, as is the company of a guest', async () => {
    const [one, two] = [await createVisit(org), await createVisit(org)]
    await pool.query('UPDATE visitors SET sealed_company = sealed_name WHERE id = ?', [one.visitorId])
    const company = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Visitor { id company } } }'
    const ids = [one, two].map(({ visitorId }) => gid('Visitor', visitorId))
    const { data, errors } = await call(asOperator(org), company, { ids })
    expect(errors).toMatchObject([{ path: ['nodes', 0, 'company'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
    expect(data).toMatchObject({ nodes: [{ company: null }, { id: ids[1], company: null }] })
  })

  it('are not read in another column or organization', async () => {
    const [own, foreign] = await Promise.all([keyringOf(org.id), keyringOf(other.id)])
    const id = (await createVisit(org)).appointmentId
    const sealed = sealTexts(own, id, texts)
    expect(openAppointment(own, { id, ...sealed })).toMatchObject(texts)
    const moved = openAppointment(own, { id, sealedTitle: sealed.sealedMessage, sealedMessage: sealed.sealedTitle })
    expect(() => moved.title).toThrow(SealBroken)
    expect(() => moved.message).toThrow(SealBroken)
    expect(() => openAppointment(foreign, { id, ...sealed }).title).toThrow(SealBroken)
    expect(() => openAppointment({ ...own, organizationId: other.id }, { id, ...sealed }).title).toThrow(SealBroken)
  })

  it('open when they are asked for and not before', async () => {
    const own = await keyringOf(org.id)
    const broken = openAppointment(own, { id: randomUUID(), sealedTitle: new Uint8Array(50), sealedMessage: null, status: 'SCHEDULED' })
    expect([broken.status, broken.message]).toEqual(['SCHEDULED', null])
    expect(() => broken.title).toThrow(SealBroken)
  })
})
