import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemCtx } from '../../../server/core/ctx'
import { listGuestFiles, removeGuestFile } from '../../../server/domains/files/use-cases/guest-files'
import { purgeVisitorFiles } from '../../../server/domains/files/use-cases/purge-visitor-files'
import { readFile } from '../../../server/domains/files/use-cases/read-file'
import { dropRemovedFiles, removeVisitorFiles } from '../../../server/domains/files/use-cases/remove-files'
import { workOffUploads } from '../../../server/domains/files/use-cases/work-off-uploads'
import { keyOf, keysOf } from '../../../server/domains/files/stored-file'
import { isFailure } from '../../../server/core/errors'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { exportVisitor } from '../../../server/domains/visitors/use-cases/export-visitor'
import { maxFileBytes } from '../../../shared/visitor-files'
import { prisma } from '../../../server/infra/db'
import { env } from '../../../server/infra/env'
import { storage } from '../../../server/infra/storage'
import { TooLong } from '../../../server/infra/spool'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { createVisit } from '../../setup/visits'
import { inSession } from '../security/sessions-of-people'
import { pdf, phonePhoto, picture } from './samples'
import { browser, send, sendAndSettle, settle } from './uploading'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const visitor = async () => (await createVisit(org)).visitorId
const rowOf = (id: string) => prisma.visitorFile.findUnique({ where: { id } })
const stored = async (id: string) => {
  const sizes = await Promise.all(keysOf({ id, organizationId: org.id }).map((key) => storage.sizeOf(key)))
  return sizes.map((size) => size !== null)
}
const eventsOf = async (id: string) =>
  (await prisma.outboxEvent.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } })).map(({ type }) => type)

describe('a photo that a guest sends', () => {
  it('waits sealed, is made anew, and stands sealed in the store; nothing of what was sent is left', async () => {
    const [visitorId, sent] = [await visitor(), await phonePhoto()]
    const taken = await send(org, visitorId, sent)
    if (typeof taken === 'string') throw new Error(taken)
    const waiting = await storage.read(keyOf({ ...taken, organizationId: org.id }, 'upload'), maxFileBytes)
    expect(waiting?.length).toBe(sent.length + 29)
    expect(waiting?.includes(sent.subarray(0, 64))).toBe(false)
    await settle(org, taken.id)
    expect(await rowOf(taken.id)).toMatchObject({
      status: 'READY',
      contentType: 'image/jpeg',
      hasPreview: true,
      scannedAt: null,
      uploadBytes: sent.length,
    })
    expect(await stored(taken.id)).toEqual([false, true, true])
    const main = await readFile(org.id, taken.id, 'main')
    expect(await sharp(main?.content).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 1_200 })
    const sealed = await storage.read(keyOf({ ...taken, organizationId: org.id }, 'main'), maxFileBytes)
    expect(sealed?.includes(main?.content.subarray(100, 164) ?? '')).toBe(false)
    expect(await eventsOf(taken.id)).toEqual(['visitor_file.uploaded', 'visitor_file.ready'])
  })

  it('takes the place of the one before, once it can be used; one that cannot changes nothing', async () => {
    const visitorId = await visitor()
    const first = await sendAndSettle(org, visitorId, await picture('jpeg'))
    const bad = await sendAndSettle(org, visitorId, Buffer.from('no picture'))
    expect(bad).toMatchObject({ status: 'REJECTED', rejection: 'TYPE' })
    expect(await stored(bad.id)).toEqual([false, false, false])
    expect(await rowOf(first.id)).toMatchObject({ status: 'READY', removedAt: null })
    const second = await sendAndSettle(org, visitorId, await picture('png'))
    expect([await rowOf(first.id), await stored(first.id)]).toEqual([null, [false, false, false]])
    const shown = await listGuestFiles({ organizationId: org.id, visitorId, browserHash: null })
    expect(shown.map(({ id, state }) => [id, state])).toEqual([[second.id, 'ready']])
  })

  it('is settled once, however many workers look at it', async () => {
    const taken = await send(org, await visitor(), await picture('webp'))
    if (typeof taken === 'string') throw new Error(taken)
    await Promise.all([1, 2, 3].map(() => settle(org, taken.id)))
    await settle(org, taken.id)
    expect(await eventsOf(taken.id)).toEqual(['visitor_file.uploaded', 'visitor_file.ready'])
    expect(await readFile(org.id, taken.id, 'main')).not.toBeNull()
  })

  it('is shown again in the browser that sent it and in no other', async () => {
    const [visitorId, mine] = [await visitor(), browser()]
    const file = await sendAndSettle(org, visitorId, await picture('jpeg'), { browserHash: mine })
    const seen = async (browserHash: Uint8Array<ArrayBuffer> | null) =>
      (await listGuestFiles({ organizationId: org.id, visitorId, browserHash }))[0]?.hasPreview
    expect([await seen(mine), await seen(browser()), await seen(null)]).toEqual([true, false, false])
    expect(await readFile(org.id, file.id, 'preview', { visitorId, browserHash: browser() })).toBeNull()
    expect((await readFile(org.id, file.id, 'preview', { visitorId, browserHash: mine }))?.contentType).toBe('image/webp')
  })
})

describe('documents', () => {
  it('are four of a kind at most, also when they come at once; a rejected one makes room', async () => {
    const visitorId = await visitor()
    const sent = await Promise.all(Array.from({ length: 7 }, () => send(org, visitorId, pdf(), { kind: 'INSURANCE' })))
    expect(sent.filter((each) => each === 'full')).toHaveLength(3)
    const ids = sent.flatMap((each) => (typeof each === 'string' ? [] : [each.id]))
    for (const id of ids) await settle(org, id)
    const replacing = await sendAndSettle(org, visitorId, await picture('png'), { kind: 'INSURANCE', replacesId: ids[0]! })
    expect(replacing.status).toBe('READY')
    expect(await rowOf(ids[0]!)).toBeNull()
    expect(await send(org, visitorId, pdf(), { kind: 'INSURANCE' })).toBe('full')
    expect(await removeGuestFile({ organizationId: org.id, visitorId: await visitor(), browserHash: null }, ids[1]!)).toBe(false)
    expect(await removeGuestFile({ organizationId: org.id, visitorId, browserHash: null }, ids[1]!)).toBe(true)
    expect(await stored(ids[1]!)).toEqual([false, false, false])
    expect(await send(org, visitorId, pdf(), { kind: 'INSURANCE' })).toMatchObject({ id: expect.any(String) as string })
  })

  it('that are too long are not taken, and nothing of them is left', async () => {
    const visitorId = await visitor()
    await expect(send(org, visitorId, Buffer.alloc(maxFileBytes + 1))).rejects.toThrow(TooLong)
    expect(await prisma.visitorFile.count({ where: { visitorId } })).toBe(0)
    const spool = join(env.DATA_DIR, 'spool')
    expect(existsSync(spool) ? readdirSync(spool) : []).toEqual([])
  })
})

describe('what waits', () => {
  const wait = async (minutes: number) => {
    const taken = await send(org, await visitor(), await picture('jpeg'))
    if (typeof taken === 'string') throw new Error(taken)
    await prisma.visitorFile.update({ where: { id: taken.id }, data: { uploadedAt: new Date(Date.now() - minutes * 60_000) } })
    return taken.id
  }

  it('is looked at again after a minute, and given up after an hour', async () => {
    const [soon, late, fresh] = [await wait(5), await wait(61), await wait(0)]
    await workOffUploads()
    expect(await rowOf(soon)).toMatchObject({ status: 'READY' })
    expect(await rowOf(late)).toMatchObject({ status: 'REJECTED', rejection: 'NOT_CHECKED' })
    expect(await stored(late)).toEqual([false, false, false])
    expect(await rowOf(fresh)).toMatchObject({ status: 'UPLOADED' })
  })

  it('is never taken without a scan where the organization demands one', async () => {
    const rules = { organizationId: org.id, scanRequired: true, updatedAt: new Date() }
    const other = await createOrganization()
    await prisma.filePolicy.create({ data: { ...rules, organizationId: other.id } })
    const { visitorId } = await createVisit(other)
    const taken = await send(other, visitorId, await picture('jpeg'))
    if (typeof taken === 'string') throw new Error(taken)
    await settle(other, taken.id)
    expect(await rowOf(taken.id)).toMatchObject({ status: 'UPLOADED' })
  })
})

describe('what is to be forgotten', () => {
  it('goes from the store with its person; their key goes at once', async () => {
    const visitorId = await visitor()
    const file = await sendAndSettle(org, visitorId, await picture('jpeg'))
    const waiting = await send(org, visitorId, pdf(), { kind: 'OTHER' })
    if (typeof waiting === 'string') throw new Error(waiting)
    await eraseOnce(systemCtx(org.id), visitorId, { reason: 'asked for' })
    expect(await readFile(org.id, file.id, 'main')).toBeNull()
    expect(await send(org, visitorId, await picture('jpeg'))).toBe('gone')
    await settle(org, waiting.id)
    await removeVisitorFiles({ organizationId: org.id, eventId: '' }, { visitorId })
    for (const { id } of [file, waiting]) expect([await rowOf(id), await stored(id)]).toEqual([null, [false, false, false]])
    const left = readdirSync(join(env.DATA_DIR, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(left.filter(({ parentPath }) => parentPath.includes(file.id) || parentPath.includes(waiting.id))).toEqual([])
  })

  it('goes by the rule of its kind, counted from the last visit; a photo stays with its person', async () => {
    const old = { startsAt: new Date(Date.now() - 40 * 86_400_000) }
    const gone = (await createVisit(org, old)).visitorId
    const back = (await createVisit(org, old)).visitorId
    const again = await createVisit(org)
    await prisma.visitPass.update({ where: { id: again.passId }, data: { visitorId: back } })
    const files = await Promise.all(
      [gone, back].flatMap((id) => [
        sendAndSettle(org, id, pdf(), { kind: 'IDENTITY_DOCUMENT' }),
        picture('jpeg').then((photo) => sendAndSettle(org, id, photo)),
      ]),
    )
    const createdAt = new Date(Date.now() - 35 * 86_400_000)
    await prisma.visitorFile.updateMany({ where: { id: { in: files.map(({ id }) => id) } }, data: { createdAt } })
    await purgeVisitorFiles()
    expect(await Promise.all(files.map(async ({ id }) => (await rowOf(id)) !== null))).toEqual([false, true, true, true])
    expect(await stored(files[0]!.id)).toEqual([false, false, false])
  })

  it('goes with the next sweep where the store was away', async () => {
    const file = await sendAndSettle(org, await visitor(), await picture('jpeg'))
    await prisma.visitorFile.update({ where: { id: file.id }, data: { removedAt: new Date() } })
    expect(await readFile(org.id, file.id, 'main')).toBeNull()
    await dropRemovedFiles()
    expect([await rowOf(file.id), await stored(file.id)]).toEqual([null, [false, false, false]])
  })
})

it('a file of everything that is held of a person names their photos and documents', async () => {
  const visitorId = await visitor()
  const { id } = await sendAndSettle(org, visitorId, pdf(), { kind: 'INSURANCE' })
  const officer = await inSession(org.orgAdmin, org.id, () => new Date(), new Date())
  const handed = await exportVisitor(officer, { visitorId, reason: 'At request' })
  if (isFailure(handed)) throw new Error(handed.message)
  const { files } = JSON.parse(handed.json) as { files: object[] }
  expect(files).toEqual([expect.objectContaining({ id, kind: 'INSURANCE', contentType: 'application/pdf', status: 'READY' })])
})

describe('canaries', () => {
  it('of a document stand nowhere in clear: not in the store, not in the rows', async () => {
    const canary = 'Canary Passport 4509 123456'
    const file = await sendAndSettle(org, await visitor(), pdf({ more: `30 0 obj\n(${canary})\nendobj\n` }), { kind: 'IDENTITY_DOCUMENT' })
    const folder = join(env.DATA_DIR, 'files')
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(paths.length).toBeGreaterThan(0)
    const holding = paths.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(canary))
    expect(holding).toEqual([])
    expect((await readFile(org.id, file.id, 'main'))?.content.includes(canary)).toBe(true)
  })
})
