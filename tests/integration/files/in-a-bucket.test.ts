import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemCtx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { completeFileUpload } from '../../../server/domains/files/use-cases/complete-file-upload'
import { createFileUpload } from '../../../server/domains/files/use-cases/create-file-upload'
import { readFile } from '../../../server/domains/files/use-cases/read-file'
import { removeVisitorFiles } from '../../../server/domains/files/use-cases/remove-files'
import { workOffUploads } from '../../../server/domains/files/use-cases/work-off-uploads'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { pdf, picture } from './samples'
import { send, sendAndSettle, settle } from './uploading'

const bucket = await vi.hoisted(async () => (await import('./s3-server')).startS3Server())
vi.mock('../../../server/infra/storage', async () => {
  const [{ s3Store }, { s3Key }] = [await import('../../../server/infra/s3-store'), await import('./s3-server')]
  const at = { S3_BUCKET: 'guest-files', S3_REGION: 'eu-central-1', S3_ENDPOINT: bucket.url, S3_PUBLIC_ENDPOINT: bucket.url }
  return { storage: s3Store({ ...at, ...s3Key }) }
})

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})
afterAll(() => bucket.stop())

const canary = 'Canary Passport 4509 123456'
const passport = () => pdf({ more: `30 0 obj\n(${canary})\nendobj\n` })
const keysOf = (id: string) => [...bucket.objects.keys()].filter((key) => key.includes(id)).map((key) => key.replace(/^.*\//, ''))
const inClear = () => [...bucket.objects.values()].filter(({ body }) => body.includes(canary)).length

describe('files in a bucket', () => {
  it('stand there sealed from the first byte, are read back, and go with their person', async () => {
    const { visitorId } = await createVisit(org)
    const waiting = await send(org, visitorId, passport(), { kind: 'IDENTITY_DOCUMENT' })
    if (typeof waiting === 'string') throw new Error(waiting)
    expect([keysOf(waiting.id), inClear()]).toEqual([[waiting.id], 0])
    await settle(org, waiting.id)
    const photo = await sendAndSettle(org, visitorId, await picture('jpeg'))
    expect([keysOf(waiting.id), keysOf(photo.id), inClear()]).toEqual([['main'], ['main', 'preview'], 0])
    expect((await readFile(org.id, waiting.id, 'main'))?.content.equals(passport())).toBe(true)
    await eraseOnce(systemCtx(org.id), visitorId, { reason: 'At request' })
    await removeVisitorFiles({ organizationId: org.id, eventId: '' }, { visitorId })
    expect([...keysOf(waiting.id), ...keysOf(photo.id)]).toEqual([])
    expect(await prisma.visitorFile.count({ where: { visitorId } })).toBe(0)
    expect(bucket.refused).toEqual([])
  })

  it('come from an integrator straight into the bucket; once looked at, nothing of what was sent is left', async () => {
    const [{ visitorId }, key, sent] = [await createVisit(org), await asApiKey(org), passport()]
    const upload = await createFileUpload(key, { visitorId, kind: 'OTHER', contentType: 'application/pdf', bytes: sent.length })
    if (isFailure(upload)) throw new Error(upload.message)
    const { id } = upload.visitorFile
    expect(upload.url.startsWith(bucket.url)).toBe(true)
    const headers = Object.fromEntries(
      upload.headers.filter(({ name }) => name !== 'content-length').map(({ name, value }) => [name, value]),
    )
    const put = (body: Buffer) => fetch(upload.url, { method: 'PUT', headers, body: new Uint8Array(body) }).then(({ status }) => status)
    expect(await put(sent.subarray(1))).toBe(403)
    expect([await put(sent), await put(sent)]).toEqual([200, 412])
    expect(await completeFileUpload(key, { visitorFileId: id })).toMatchObject({ status: 'UPLOADED' })
    await settle(org, id)
    expect(await prisma.visitorFile.findUnique({ where: { id } })).toMatchObject({ status: 'READY', uploadSealed: false })
    expect([keysOf(id), inClear()]).toEqual([['main'], 0])
    // The address still holds: what is sent once more is read by nobody, and swept out.
    expect(await put(sent)).toBe(200)
    const again = bucket.objects.get(`guest-files/uploads/${id}`)
    if (again) again.at = new Date(Date.now() - 2 * 3_600_000)
    await workOffUploads()
    expect([keysOf(id), inClear()]).toEqual([['main'], 0])
  })

  it('that are said to be shorter than they are, are not read', async () => {
    const [{ visitorId }, key] = [await createVisit(org), await asApiKey(org)]
    const upload = await createFileUpload(key, { visitorId, kind: 'OTHER', contentType: 'application/pdf', bytes: 50 })
    if (isFailure(upload)) throw new Error(upload.message)
    bucket.objects.set(`guest-files/uploads/${upload.visitorFile.id}`, { body: Buffer.alloc(40 * 1_048_576), at: new Date() })
    await completeFileUpload(key, { visitorFileId: upload.visitorFile.id })
    await settle(org, upload.visitorFile.id)
    expect(await prisma.visitorFile.findUnique({ where: { id: upload.visitorFile.id } })).toMatchObject({
      status: 'REJECTED',
      rejection: 'DAMAGED',
    })
  })
})
