import { createHash, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { createApp, createRouter, toNodeListener } from 'h3'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import getFile from '../../../server/routes/files/[file].get'
import putFile from '../../../server/routes/files/[file].put'
import { isFailure } from '../../../server/core/errors'
import { createFileUpload } from '../../../server/domains/files/use-cases/create-file-upload'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { dataOf, gid } from '../api/graphql-call'
import { pdf, picture } from './samples'
import { sendAndSettle, settle } from './uploading'

let org: TestOrganization
let key: Ctx
let server: Server
let url: string
beforeAll(async () => {
  org = await createOrganization()
  key = await asApiKey(org)
  server = createServer(toNodeListener(createApp().use(createRouter().put('/files/:file', putFile).get('/files/:file', getFile))))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

const createDocument = `mutation ($input: CreateVisitorFileUploadInput!) { result: createVisitorFileUpload(input: $input) { __typename
  ... on CreateVisitorFileUploadSuccess { url expiresAt headers { name value } visitorFile { id status } }
  ... on TooManyAttempts { retryAfterSeconds } ... on ValidationFailed { fields { path message } } } }`
const completeDocument = `mutation ($input: CompleteVisitorFileUploadInput!) { result: completeVisitorFileUpload(input: $input) { __typename
  ... on CompleteVisitorFileUploadSuccess { visitorFile { id status } } ... on ValidationFailed { fields { message } } } }`
const nodeDocument =
  'query ($id: ID!) { node(id: $id) { ... on VisitorFile { status kind contentType bytes sha256 uploadSha256 rejection reason approved } } }'

interface Created {
  result: {
    __typename: string
    url: string
    headers: { name: string; value: string }[]
    visitorFile: { id: string; status: string }
    fields: object[]
  }
}
const visitor = async () => (await createVisit(org)).visitorId
const create = async (visitorId: string, bytes: number, more: object = {}, ctx = key) =>
  (
    await dataOf<Created>(ctx, createDocument, {
      input: { visitorId: gid('Visitor', visitorId), kind: 'PHOTO', contentType: 'image/jpeg', bytes, ...more },
    })
  ).result
const complete = async (id: string, ctx = key) =>
  (
    await dataOf<{ result: { __typename: string; visitorFile: { status: string } } }>(ctx, completeDocument, {
      input: { visitorFileId: id },
    })
  ).result
/** Sends to the address; its host is that of the test. */
const put = (address: string, body: Buffer, headers: Record<string, string> = { 'content-type': 'image/jpeg' }) => {
  const { pathname, search } = new URL(address)
  return fetch(`${url}${pathname}${search}`, { method: 'PUT', body: new Uint8Array(body), headers }).then(({ status }) => status)
}
const rowId = async (visitorId: string) => (await prisma.visitorFile.findFirstOrThrow({ where: { visitorId }, orderBy: { id: 'desc' } })).id

describe('an integrator', () => {
  it('announces a file, sends it, says so, and asks how it stands; the same key finds the same address', async () => {
    const [visitorId, photo, idempotencyKey] = [await visitor(), await picture('jpeg', 900, 600), randomUUID()]
    const first = await create(visitorId, photo.length, { idempotencyKey })
    expect(first).toMatchObject({ __typename: 'CreateVisitorFileUploadSuccess', visitorFile: { status: 'AWAITED' } })
    expect(await create(visitorId, photo.length, { idempotencyKey })).toEqual(first)
    expect(await create(visitorId, photo.length + 1, { idempotencyKey })).toMatchObject({ __typename: 'IdempotencyKeyReused' })
    expect(await complete(first.visitorFile.id)).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await put(first.url, photo)).toBe(204)
    expect((await complete(first.visitorFile.id)).visitorFile.status).toBe('UPLOADED')
    expect((await complete(first.visitorFile.id)).visitorFile.status).toBe('UPLOADED')
    await settle(org, await rowId(visitorId))
    const { node } = await dataOf<{ node: object }>(key, nodeDocument, { id: first.visitorFile.id })
    const uploadSha256 = createHash('sha256').update(photo).digest('hex')
    expect(node).toMatchObject({ status: 'READY', kind: 'PHOTO', contentType: 'image/jpeg', uploadSha256, approved: false })
    expect(await prisma.outboxEvent.count({ where: { entityId: await rowId(visitorId), type: 'visitor_file.uploaded' } })).toBe(1)
  })

  it('needs the scope, and a visitor of their own', async () => {
    const without = await asApiKey(org, {}, ['visitor:read'])
    const other = await createOrganization()
    const theirs = (await createVisit(other)).visitorId
    await expect(create(await visitor(), 10, {}, without)).rejects.toThrow()
    expect(await create(theirs, 10)).toMatchObject({ __typename: 'NotFound' })
    const colleague = await createHost(org.id)
    expect(await create(await visitor(), 10, {}, asHost(org, {}, colleague))).toMatchObject({ __typename: 'NotFound' })
  })

  it('hears that nobody is there where the visitor is erased between the sending and the word of it', async () => {
    const [visitorId, photo] = [await visitor(), await picture('jpeg', 90, 60)]
    const { url: address, visitorFile } = await create(visitorId, photo.length)
    expect(await put(address, photo)).toBe(204)
    await prisma.visitorKey.deleteMany({ where: { visitorId } })
    expect(await complete(visitorFile.id)).toMatchObject({ __typename: 'NotFound' })
    expect(await create(visitorId, photo.length)).toMatchObject({ __typename: 'NotFound' })
  })

  it('is told what cannot be sent', async () => {
    const visitorId = await visitor()
    for (const more of [{ bytes: 0 }, { bytes: 16 * 1_048_576 }, { contentType: 'image/svg+xml' }, { contentType: 'application/pdf' }])
      expect(await create(visitorId, 10, more)).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await create(visitorId, 10, { kind: 'OTHER', contentType: 'application/pdf' })).toMatchObject({
      __typename: 'CreateVisitorFileUploadSuccess',
    })
  })

  it('gets no more than 600 addresses in ten minutes, however fast they are asked for', async () => {
    const [busy, visitorId] = [await asApiKey(org), await visitor()]
    const answers: string[] = []
    let left = 10_000
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        while (left-- > 0) {
          const made = await createFileUpload(busy, { visitorId, kind: 'PHOTO', contentType: 'image/jpeg', bytes: 10 })
          answers.push(isFailure(made) ? made.failure : 'made')
        }
      }),
    )
    const counted = Map.groupBy(answers, (each) => each)
    expect(counted.get('TooManyAttempts')).toHaveLength(9_400)
    expect(counted.get('made')).toHaveLength(3)
  }, 180_000)
})

describe('an address to upload to', () => {
  it('takes one file of just the length and type that were signed, and nothing of any other', async () => {
    const [visitorId, photo] = [await visitor(), await picture('jpeg')]
    const { url: address } = await create(visitorId, photo.length)
    expect(await put(address, photo.subarray(1))).toBe(413)
    expect(await put(address, Buffer.concat([photo, photo]))).toBe(413)
    expect(await put(address, photo, { 'content-type': 'text/html' })).toBe(415)
    expect(await put(address.replace(/bytes=\d+/, 'bytes=99'), photo)).toBe(403)
    expect(await put(address.replace(/\/files\/[^?]+/, `/files/${randomUUID()}`), photo)).toBe(403)
    expect(await Promise.all([1, 2, 3, 4].map(() => put(address, photo)))).toEqual(expect.arrayContaining([204, 409]))
    expect(await put(address, photo)).toBe(409)
    expect(await prisma.visitorFile.count({ where: { visitorId } })).toBe(1)
  })

  it('is worth nothing when its time is over', async () => {
    const [photo, early] = [await picture('jpeg'), await asApiKey(org, { now: () => new Date(Date.now() - 16 * 60_000) })]
    const { url: address } = await create(await visitor(), photo.length, {}, early)
    expect(await put(address, photo)).toBe(403)
    expect(await put(address.replace(/expires=\d+/, 'expires=99999999999'), photo)).toBe(403)
  })
})

const revealDocument = `mutation ($input: RevealVisitorFilesInput!) { result: revealVisitorFiles(input: $input) { __typename
  ... on RevealVisitorFilesSuccess { files { url previewUrl downloadUrl visitorFile { id kind } } } } }`
interface Revealed {
  result: {
    __typename: string
    files: { url: string | null; previewUrl: string | null; downloadUrl: string; visitorFile: { id: string; kind: string } }[]
  }
}
const reveal = async (visitorId: string, ctx = asOperator(org)) =>
  (await dataOf<Revealed>(ctx, revealDocument, { input: { visitorId: gid('Visitor', visitorId) } })).result
const get = (address: string) => fetch(`${url}${new URL(address).pathname}${new URL(address).search}`)

describe('staff', () => {
  it('look at a photo and documents for a minute, and the log says who did', async () => {
    const visitorId = await visitor()
    await sendAndSettle(org, visitorId, await picture('jpeg'))
    const document = pdf({ pages: 2 })
    await sendAndSettle(org, visitorId, document, { kind: 'IDENTITY_DOCUMENT' })
    const { files } = await reveal(visitorId)
    expect(files.map(({ visitorFile }) => visitorFile.kind)).toEqual(['PHOTO', 'IDENTITY_DOCUMENT'])
    const shown = await get(files[0]!.url!)
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    expect(await sharp(await shown.arrayBuffer()).metadata()).toMatchObject({ format: 'jpeg' })
    expect(files[1]).toMatchObject({ url: null, previewUrl: null })
    const saved = await get(files[1]!.downloadUrl)
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="identity-document-[0-9a-f]{6}\.pdf"$/)
    expect(Buffer.from(await saved.arrayBuffer()).equals(document)).toBe(true)
    expect((await get(files[0]!.url!.replace('part=main', 'part=preview'))).status).toBe(404)
    expect((await get(files[1]!.downloadUrl.replace('as=save', 'as=show'))).status).toBe(404)
    const trace = await prisma.auditLog.findFirst({ where: { entityId: visitorId, action: 'visitor_file.reveal' } })
    expect(trace).toMatchObject({ actorId: org.operator.id })
    const late = await reveal(visitorId, asOperator(org, { now: () => new Date(Date.now() - 61_000) }))
    expect((await get(late.files[0]!.url!)).status).toBe(404)
    await prisma.visitorFile.updateMany({ where: { visitorId }, data: { removedAt: new Date() } })
    expect((await get(files[0]!.url!)).status).toBe(404)
  })

  it('of another place, another organization or without the right see none of it', async () => {
    const visitorId = await visitor()
    await sendAndSettle(org, visitorId, await picture('jpeg'))
    expect(await reveal(visitorId, asHost(org, {}, await createHost(org.id)))).toMatchObject({ __typename: 'NotFound' })
    expect(await reveal(visitorId, asOperator(await createOrganization()))).toMatchObject({ __typename: 'NotFound' })
    await expect(reveal(visitorId, await asApiKey(org, {}, ['visitor:read']))).rejects.toThrow()
  })

  it('accept a document, or say no for a reason that the guest reads and nobody else can', async () => {
    const visitorId = await visitor()
    const file = await sendAndSettle(org, visitorId, pdf(), { kind: 'INSURANCE' })
    const id = gid('VisitorFile', file.id)
    const approve = `mutation ($id: ID!) { result: approveVisitorFile(input: { visitorFileId: $id }) { __typename } }`
    const reject = `mutation ($id: ID!, $reason: String!) { result: rejectVisitorFile(input: { visitorFileId: $id, reason: $reason }) { __typename } }`
    expect(await dataOf(asSecurityOfficer(org), approve, { id })).toMatchObject({ result: { __typename: 'ApproveVisitorFileSuccess' } })
    const reason = 'The policy of Ms Canary ended in March'
    expect(await dataOf(asSecurityOfficer(org), reject, { id, reason })).toMatchObject({
      result: { __typename: 'RejectVisitorFileSuccess' },
    })
    expect(await dataOf(asSecurityOfficer(org), reject, { id, reason })).toMatchObject({ result: { __typename: 'ValidationFailed' } })
    const { node } = await dataOf<{ node: object }>(asOperator(org), nodeDocument, { id })
    expect(node).toMatchObject({ status: 'REJECTED', rejection: 'STAFF', reason, approved: false })
    expect((await reveal(visitorId)).files).toEqual([])
    const rows = JSON.stringify([
      await prisma.visitorFile.findUnique({ where: { id: file.id } }),
      await prisma.auditLog.findMany({ where: { entityId: visitorId } }),
    ])
    expect(rows).not.toContain('Canary')
    expect(rows).toContain('visitor_file.reject')
  })
})
