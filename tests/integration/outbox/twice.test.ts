import { randomBytes } from 'node:crypto'
import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { catalog } from '../../../server/catalog'
import type { Reaction } from '../../../server/core/handlers'
import { systemCtx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { AppointmentCanceled, AppointmentCreated, AppointmentUpdated } from '../../../server/domains/appointments/events'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { GuestCodeAsked, VisitPassIssued } from '../../../server/domains/credentials/events'
import { AccountChanged, AccountLinkMade, GroupRolesChanged } from '../../../server/domains/security/events'
import { asPerson, changeAccount, noteAccountChange } from '../../../server/domains/security/use-cases/account-changes'
import { makeAccountLink } from '../../../server/domains/security/use-cases/account-links'
import { replaceOrganizationKey } from '../../../server/domains/security/use-cases/organization-keys/replace-organization-key'
import { followGroups } from '../../../server/domains/security/use-cases/provisioning/group-members'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { tellOfExport } from '../../../server/domains/visitors/use-cases/exports/tell-of-export'
import { ledgerFile } from '../../../server/domains/visitors/use-cases/erasure-ledger'
import { VisitorErased, VisitorExportAllowed, VisitorExportNoted } from '../../../server/domains/visitors/events'
import type { Prisma } from '../../../server/generated/prisma/client'
import { GuestListStarted } from '../../../server/domains/guest-lists/events'
import { startGuestList } from '../../../server/domains/guest-lists/use-cases/start-guest-list'
import { prisma } from '../../../server/infra/db'
import { emit } from '../../../server/infra/outbox'
import { react } from '../../../server/worker/dispatch'
import { handlers, runnerOf } from '../../../server/worker/registry'
import { schedule } from '../../../server/worker/schedule'
import { sequenceEvents } from '../../../server/worker/sequence.sql'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { listOf, people } from '../guest-lists/lists'
import { bookedVisit, signedPass } from '../scan/signed-pass'
import { growth, stateNow } from './database-state'

const own = await vi.hoisted(async () => (await import('./own-services')).claimServices())
let org: TestOrganization

beforeAll(async () => {
  org = await createOrganization()
})
afterAll(own.release, 30_000)

const reactions = handlers.filter((handler) => handler.kind === 'reaction')
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const endedVisit = () => createVisit(org, { startsAt: daysAgo(2) })

/** Makes an event of each type that something reacts to, as the product does. @returns the id of its entity */
const causes: Record<string, () => Promise<string>> = {
  [AppointmentCreated.type]: async () => (await bookedVisit(org)).appointmentId,
  [`IssueVisitPass after ${AppointmentUpdated.type}`]: () => changedVisit({ endsAt: new Date(Date.now() + 7_200_000) }),
  [`TellGuests after ${AppointmentUpdated.type}`]: () => changedVisit({ title: 'Another' }),
  [AppointmentCanceled.type]: async () => {
    const { appointmentId } = await signedPass(org)
    await cancelAppointment(asHost(org), { appointmentId, passes: 'REVOKE' })
    return appointmentId
  },
  [VisitPassIssued.type]: async () => (await signedPass(org)).id,
  [VisitorErased.type]: async () => (await erased()).visitorId,
  [GuestCodeAsked.type]: async () => {
    const { id: visitPassId } = await signedPass(org)
    const [id, createdAt, expiresAt] = [newId(), new Date(), daysAgo(-1)]
    const row = { id, organizationId: org.id, visitPassId, browserHash: new Uint8Array(randomBytes(32)), createdAt, expiresAt }
    await systemCtx(org.id).transaction(async (tx) => {
      await tx.guestChallenge.create({ data: row })
      await emit(tx, org.id, GuestCodeAsked, { guestChallengeId: id }, createdAt)
    })
    return id
  },
  [AccountLinkMade.type]: async () => {
    const [ctx, { id: userId }] = [systemCtx(org.id), await createUser(org.id, 'Operator')]
    await ctx.transaction((tx) => makeAccountLink(ctx, tx, userId, 'PASSWORD_RESET'))
    return (await prisma.accountLink.findFirstOrThrow({ where: { userId } })).id
  },
  [AccountChanged.type]: async () => {
    const { id: userId } = await createUser(org.id, 'Operator')
    const ctx = asPerson(systemCtx(org.id), userId, org.id)
    await changeAccount((tx) => noteAccountChange(ctx, tx, userId, 'TOTP_ENABLED'))
    return (await prisma.accountNotice.findFirstOrThrow({ where: { userId } })).id
  },
  [GuestListStarted.type]: async () => (await startedList()).id,
  [VisitorExportAllowed.type]: async () => {
    const id = await visitorExport()
    await systemCtx(org.id).transaction((tx) => emit(tx, org.id, VisitorExportAllowed, { visitorExportRequestId: id }, new Date()))
    return id
  },
  [VisitorExportNoted.type]: async () => {
    const [ctx, id] = [systemCtx(org.id), await visitorExport()]
    await ctx.transaction((tx) => tellOfExport(ctx, tx, id, 'WAITS', [org.securityOfficer.id]))
    return (await prisma.visitorExportNotice.findFirstOrThrow({ where: { visitorExportRequestId: id } })).id
  },
  [GroupRolesChanged.type]: async () => {
    const [organizationId, groupId, createdAt, roleId] = [org.id, newId(), new Date(), builtInRoles.Host.id]
    const { id: userId } = await createUser(organizationId, 'Operator')
    const ctx = systemCtx(organizationId)
    await ctx.transaction(async (tx) => {
      const group = { id: groupId, displayName: groupId, version: 1, createdAt, updatedAt: createdAt }
      await tx.provisionedGroup.createMany({ data: [{ organizationId, ...group }] })
      await tx.provisionedGroupMember.createMany({ data: [{ organizationId, groupId, userId }] })
      const rights = [...builtInRoles.Host.permissions]
      await tx.provisionedGroupRole.createMany({ data: [{ organizationId, groupId, roleId, rights, createdAt }] })
      await followGroups(ctx, tx, groupId, [userId])
    })
    return groupId
  },
}

/** A list of guests of whom nobody is invited yet. */
async function startedList() {
  const list = await listOf(asHost(org), org, people(3))
  await startGuestList(asHost(org), { guestListId: list.id })
  return list
}

/** A visit whose pass was signed and which was changed then. @returns its id */
async function changedVisit(change: { endsAt: Date } | { title: string }): Promise<string> {
  const { appointmentId } = await signedPass(org)
  const changed = await updateAppointment(asHost(org), { appointmentId, version: 0, ...change })
  if (isFailure(changed)) throw new Error(JSON.stringify(changed))
  return appointmentId
}

/** A request for a file of one visitor, who is in no other. @returns its id */
async function visitorExport(more: Partial<Prisma.VisitorExportRequestUncheckedCreateInput> = {}): Promise<string> {
  const { visitorId } = await createVisit(org)
  const { createdAt } = await prisma.visitor.findUniqueOrThrow({ where: { id: visitorId } })
  const period = { registeredFrom: createdAt, registeredBefore: new Date(createdAt.getTime() + 1) }
  const asked = { id: newId(), organizationId: org.id, requesterId: org.orgAdmin.id, reason: 'x', rowCount: 1, requestedAt: new Date() }
  const { id } = await prisma.visitorExportRequest.create({
    data: { ...asked, ...period, needsSecondPerson: false, status: 'APPROVED', ...more },
  })
  return id
}

async function erased(): Promise<{ visitorId: string; erasureId: string }> {
  const { visitorId } = await createVisit(org)
  const erasure = await eraseOnce(systemCtx(org.id), visitorId, { reason: 'At request' })
  return { visitorId, erasureId: erasure?.id ?? '' }
}

/** Leaves something to do for each task of the schedule. */
const leftovers: Record<string, () => Promise<unknown>> = {
  'expire passes whose window is over': endedVisit,
  'complete visits that ended': endedVisit,
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
    const { id } = await startedList()
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
  'erase again whoever a restored backup brought back': async () => {
    const { visitorId } = await createVisit(org)
    const line = { erasureId: newId(), organizationId: org.id, visitorId, erasedAt: new Date().toISOString() }
    await mkdir(dirname(ledgerFile), { recursive: true })
    await appendFile(ledgerFile, `${JSON.stringify(line)}\n`)
  },
  'throw away files of visitors after a day': async () => {
    const id = await visitorExport({ status: 'READY', readyAt: daysAgo(2), madeParts: 1, madeRows: 1 })
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
  'forget mails about changes to accounts after a month': () => {
    const notice = { id: newId(), organizationId: org.id, userId: org.host.user.id, change: 'TOTP_ENABLED' as const }
    return prisma.accountNotice.create({ data: { ...notice, createdAt: daysAgo(31) } })
  },
  'move what stands under earlier keys of organizations to the newest': async () => {
    const { id } = await createOrganization()
    await replaceOrganizationKey(id, new Date(Date.now() - 3_600_000))
  },
  'forget idempotency keys after a day': () => {
    const row = { principalId: newId(), key: newId(), organizationId: org.id, operation: 'inviteGuest', entityId: newId() }
    return prisma.idempotencyKey.create({ data: { ...row, inputHash: new Uint8Array(randomBytes(32)), createdAt: daysAgo(2) } })
  },
}

function fixture<T>(fixtures: Record<string, T>, name: string): T {
  const found = fixtures[name]
  if (!found) throw new Error(`Nothing here makes work for "${name}": write a fixture`)
  return found
}

/** An event that asks for the reaction, and how to do what it asks for. */
async function work({ event: { type }, job, data }: Reaction): Promise<{ eventId: string; run: () => Promise<void> }> {
  const entityId = await fixture(causes, `${job.name} after ${type}` in causes ? `${job.name} after ${type}` : type)()
  const event = await prisma.outboxEvent.findFirstOrThrow({ where: { type, entityId } })
  const asked = data(event.payload as Record<string, unknown>)
  if (!asked) throw new Error(`The fixture for ${type} asks ${job.name} for nothing`)
  return { eventId: event.id, run: () => runnerOf(job).run({ eventId: event.id, organizationId: org.id }, asked) }
}

/** Does a thing. @returns the state after it, and how much it grew */
async function after(run: () => Promise<unknown>) {
  const before = await stateNow()
  await run()
  const state = await stateNow()
  return { state, before, grown: growth(before, state) }
}

it('every job of the catalog has somebody who runs it and an event that asks for it', () => {
  const named = (jobs: { name: string }[]) => [...new Set(jobs.map(({ name }) => name))].sort()
  const run = handlers.filter((handler) => handler.kind === 'runner').map(({ job }) => job)
  expect(named(run)).toEqual(named(catalog.jobs))
  expect(named(reactions.map(({ job }) => job))).toEqual(named(catalog.jobs))
})

describe.each(reactions.map((reaction) => ({ reaction, title: `${reaction.job.name} after ${reaction.event.type}` })))(
  '$title',
  ({ reaction }) => {
    it('run twice leaves what it left the first time', async () => {
      const { run } = await work(reaction)
      const first = await after(run)
      expect(first.state).not.toEqual(first.before)
      expect((await after(run)).state).toEqual(first.state)
    })

    it('run twice at once leaves as much as run once', async () => {
      const [alone, together] = [await work(reaction), await work(reaction)]
      const once = await after(alone.run)
      // One of the two may find that the other was first, and fail: it would be tried again.
      const atOnce = await after(() => Promise.allSettled([together.run(), together.run()]))
      expect(atOnce.grown).toEqual(once.grown)
      expect((await after(together.run)).state).toEqual(atOnce.state)
    })

    it('handed out twice is done once', async () => {
      const { eventId } = await work(reaction)
      await sequenceEvents((event) => (event.id === eventId ? [reaction.job.name] : []), new Date())
      const handOut = () => react({ eventId, reaction: reaction.job.name })
      const first = await after(handOut)
      const noted = await prisma.outboxReaction.findFirst({ where: { eventId }, select: { status: true, attempts: true } })
      expect(noted).toEqual({ status: 'DONE', attempts: 1 })
      expect((await after(handOut)).state).toEqual(first.state)
    })
  },
)

it.each(schedule.map(({ name, run }) => ({ name, run })))(
  'scheduled twice, or twice at once, leaves the same: $name',
  async ({ name, run }) => {
    const prepare = fixture(leftovers, name)
    await prepare()
    const once = await after(run)
    expect(once.state).not.toEqual(once.before)
    expect((await after(run)).state).toEqual(once.state)
    await prepare()
    expect((await after(() => Promise.all([run(), run()]))).grown).toEqual(once.grown)
  },
)
