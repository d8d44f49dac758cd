import { randomBytes } from 'node:crypto'
import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { replaceOrganizationKey } from '../../../server/domains/security/use-cases/organization-keys/replace-organization-key'
import { ledgerFile } from '../../../server/domains/visitors/use-cases/erasure-ledger'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { approvalLeftovers } from '../approvals/work'
import { calendarLeftovers } from '../calendars/work'
import { deliveryLeftovers } from '../deliveries/work'
import { pdf } from '../files/samples'
import { settle } from '../files/uploading'
import { statisticLeftovers } from '../statistics/work'
import { signingKeyLeftovers } from '../credentials/key-work'
import { stayLeftovers } from '../scan/stay-work'
import { rollCallLeftovers } from '../roll-calls/work'
import { turnstileLeftovers } from '../turnstiles/work'
import { watchlistLeftovers } from '../watchlist/work'
import { webhookLeftovers } from '../webhooks/work'
import { sentFile, startedList, visitorExport } from './causes'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const endedVisit = (org: TestOrganization) => createVisit(org, { startsAt: daysAgo(2) })

/** Leaves something to do for each task of the schedule. */
export const leftoversOf = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  ...approvalLeftovers(org),
  ...deliveryLeftovers(org),
  ...calendarLeftovers(org),
  ...turnstileLeftovers(org),
  ...watchlistLeftovers(org),
  ...webhookLeftovers(org),
  'forget mails about conflicts after a month': () =>
    prisma.conflictNotice.create({
      data: { id: newId(), organizationId: org.id, siteId: org.site.id, userId: org.securityOfficer.id, createdAt: daysAgo(31) },
    }),
  ...statisticLeftovers(org),
  ...rollCallLeftovers(org),
  ...stayLeftovers(org),
  ...signingKeyLeftovers,
  'expire passes whose window is over': () => endedVisit(org),
  'complete visits that ended': () => endedVisit(org),
  'forget sessions that ended': () => {
    const session = { id: newId(), tokenHash: new Uint8Array(randomBytes(32)), userId: org.host.user.id }
    return prisma.session.create({ data: { ...session, createdAt: daysAgo(3), expiresAt: daysAgo(2) } })
  },
  'book visits of series that came within a year': async () => {
    const startsAt = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000)
    const visit = { visitor: { name: 'Anna' }, siteId: org.site.id, startsAt, endsAt: new Date(+startsAt + 1_800_000) }
    const booked = await inviteGuest(asHost(org), { ...visit, recurrence: 'FREQ=WEEKLY' })
    const { seriesId } = await prisma.appointment.findUniqueOrThrow({ where: { id: isFailure(booked) ? '' : booked.id } })
    // Booked weeks ago: its horizon is not a year away any more.
    const horizon = new Date(Date.now() + 340 * 86_400_000).toISOString().slice(0, 16)
    const beyond = { organizationId: org.id, seriesId, occurrence: { gt: horizon } }
    await prisma.visitPass.deleteMany({ where: { appointment: beyond } })
    await prisma.appointment.deleteMany({ where: beyond })
    await prisma.appointmentSeries.update({ where: { id: seriesId ?? '' }, data: { horizon } })
  },
  'forget lists of guests after a week': async () => {
    const { id } = await startedList(org)
    await prisma.guestList.update({ where: { id }, data: { status: 'DONE', createdAt: daysAgo(8) } })
  },
  'forget one-time links a month after they expired': () => {
    const link = { id: newId(), organizationId: org.id, userId: org.host.user.id, purpose: 'PASSWORD_RESET' as const }
    return prisma.accountLink.create({
      data: { ...link, tokenHash: new Uint8Array(randomBytes(32)), createdAt: daysAgo(40), expiresAt: daysAgo(31) },
    })
  },
  'forget visitors as the organizations promise': async () => {
    const { visitorId } = await createVisit(org, { startsAt: daysAgo(400) })
    await prisma.visitor.update({ where: { id: visitorId }, data: { createdAt: daysAgo(400) } })
    await prisma.retentionPolicy.createMany({
      data: { organizationId: org.id, visitorDays: 365, updatedAt: new Date() },
      skipDuplicates: true,
    })
  },
  'erase guests who asked for it and have left': async () => {
    const { visitorId } = await createVisit(org)
    await prisma.erasureWish.create({ data: { visitorId, organizationId: org.id, askedAt: daysAgo(1) } })
  },
  'erase again whoever a restored backup brought back': async () => {
    const { visitorId } = await createVisit(org)
    const line = { erasureId: newId(), organizationId: org.id, visitorId, erasedAt: new Date().toISOString() }
    await mkdir(dirname(ledgerFile), { recursive: true })
    await appendFile(ledgerFile, `${JSON.stringify(line)}\n`)
  },
  'throw away files of visitors after a day': async () => {
    const id = await visitorExport(org, { status: 'READY', readyAt: daysAgo(2), madeParts: 1, madeRows: 1 })
    const part = { id: newId(), organizationId: org.id, visitorExportRequestId: id, position: 0 }
    await prisma.visitorExportPart.create({ data: { ...part, sealedRows: new Uint8Array(randomBytes(64)) } })
  },
  'forget challenges that no passkey answered': () =>
    prisma.passkeyChallenge.create({ data: { tokenHash: new Uint8Array(randomBytes(32)), challenge: 'c', expiresAt: daysAgo(1) } }),
  'forget sign-ins by a provider that nobody finished': () => {
    const attempt = { tokenHash: new Uint8Array(randomBytes(32)), organizationId: org.id, purpose: 'SIGN_IN' as const }
    return prisma.providerAttempt.create({ data: { ...attempt, providerUpdatedAt: daysAgo(2), expiresAt: daysAgo(1) } })
  },
  'forget what guests were asked and have answered': async () => {
    const { passId: visitPassId } = await createVisit(org)
    const row = () => ({ id: newId(), organizationId: org.id, visitPassId, createdAt: daysAgo(3), expiresAt: daysAgo(2) })
    await prisma.guestChallenge.create({ data: { ...row(), browserHash: new Uint8Array(randomBytes(32)) } })
    await prisma.guestSession.create({ data: { ...row(), tokenHash: new Uint8Array(randomBytes(32)) } })
  },
  'replace the key that signs access tokens after a month': async () => {
    await prisma.tokenSigningKey.deleteMany({})
    const halves = { publicKey: new Uint8Array(8), sealedPrivateKey: new Uint8Array(8) }
    await prisma.tokenSigningKey.create({ data: { id: newId(), ...halves, createdAt: daysAgo(31) } })
  },
  'look again at files that wait, and throw away what is kept for nothing': async () => {
    const { id } = await sentFile(org, pdf(), { kind: 'OTHER' })
    await prisma.visitorFile.update({ where: { id }, data: { uploadedAt: new Date(Date.now() - 300_000) } })
  },
  'remove files of visitors as the organizations promise': async () => {
    const { id, visitorId } = await sentFile(org, pdf(), { kind: 'OTHER' })
    await settle(org, id)
    await prisma.visitPass.updateMany({ where: { visitorId }, data: { status: 'EXPIRED', validTo: daysAgo(35) } })
    await prisma.visitorFile.update({ where: { id }, data: { createdAt: daysAgo(35) } })
  },
  'forget mails about changes to accounts after a month': () => {
    const notice = { id: newId(), organizationId: org.id, userId: org.host.user.id, change: 'TOTP_ENABLED' as const }
    return prisma.accountNotice.create({ data: { ...notice, createdAt: daysAgo(31) } })
  },
  'forget of what hosts were told a month ago': async () => {
    const { appointmentId } = await createVisit(org)
    const notice = {
      id: newId(),
      organizationId: org.id,
      eventId: newId(),
      hostId: org.host.id,
      appointmentId,
      kind: 'CHECKED_IN' as const,
    }
    await prisma.hostNotice.create({ data: { ...notice, createdAt: daysAgo(31) } })
  },
  'move what stands under earlier keys of organizations to the newest': async () => {
    const { id } = await createOrganization()
    await replaceOrganizationKey(id, new Date(Date.now() - 3_600_000))
  },
  'forget requests of programs after a month': async () => {
    const applicationId = newId()
    const application = { id: applicationId, organizationId: org.id, name: 'Old', scopes: [], createdAt: daysAgo(400) }
    await prisma.apiApplication.create({ data: application })
    const row = { organizationId: org.id, applicationId, caller: newId(), kind: 'QUERY' as const, failed: false, requestedCost: 1 }
    return prisma.apiRequest.create({ data: { ...row, id: newId(), actualCost: 1, milliseconds: 1, occurredAt: daysAgo(40) } })
  },
  'forget idempotency keys after a day': () => {
    const row = { principalId: newId(), key: newId(), organizationId: org.id, operation: 'inviteGuest', entityId: newId() }
    return prisma.idempotencyKey.create({ data: { ...row, inputHash: new Uint8Array(randomBytes(32)), createdAt: daysAgo(2) } })
  },
})
