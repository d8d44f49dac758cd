import { randomBytes, randomUUID } from 'node:crypto'
import { audit } from '../../../server/core/audit'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { accountLinkUrl } from '../../../server/domains/security/use-cases/account-links'
import { resetUserPassword } from '../../../server/domains/security/use-cases/reset-user-password'
import { hashToken, newToken } from '../../../server/domains/security/token'
import { prisma } from '../../../server/infra/db'
import { sendMail } from '../../../server/infra/mail'
import { createHost, createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asHost, asOrgAdmin } from '../../setup/principals'
import { createMarkedChain, createMarkedRequest } from './approvals'
import { plantCanaries } from './canaries'
import { createFeeds, createOutsides } from './calendars'
import { createController } from './controllers'
import { createDirectory } from './directory'
import { createHandedDelivery } from '../deliveries/work'
import { createVisitorExport } from './exports'
import { createMarkedList } from './guest-lists'
import { addCoHost, createDelegation, furnishHost } from './hosts'
import { createAccess, placeGuest } from './access-rules'
import { createPassCard } from './cards'
import { createPlace, furnishDepartment } from './places'
import {
  createAccountNotice,
  createErasure,
  createErasureWish,
  createGuestAccess,
  createPasskey,
  createPolicies,
  createProvider,
} from './policies'
import { createPrograms } from './programs'
import { createWebhooks } from './webhooks'
import { createLeftUnseen, createStayReminder } from '../scan/stay-work'
import { createCount, createMarkedRollCall } from './roll-calls'
import { countSomething } from './statistics'
import { nameCar } from './vehicles'
import { createFilePolicy, createMarkedFile } from './visitor-files'
import { createSignature, createVisitorType } from './visitor-types'
import { createWatchlist } from './watchlist'

/** One organization with rows in every table, its texts marked so that a glimpse of them is recognised anywhere. */
export interface World {
  org: TestOrganization
  /** Begins every canary of this organization. */
  mark: string
  /** A row of each type that has a global id, and of those that jobs work on. */
  ids: Record<string, string>
  /** What the QR of the pass says. */
  code: string
  inviteToken: string
  accountLinkToken: string
  deviceToken: string
  apiKeys: { everything: string; nothing: string }
  /** The colleague of the host: nothing of the visits is theirs. */
  people: { guest: TestUser; suspended: TestUser; colleague: TestUser; delegate: TestUser }
}

/** Rows of a visit: made anew for each mutation that uses one up. */
export interface Visit {
  Appointment: string
  VisitPass: string
  Visitor: string
  code: string
}

/** A room of its own for each visit: they are at the same time. */
async function createRoom(org: TestOrganization): Promise<string> {
  const id = newId()
  await prisma.room.create({ data: { id, organizationId: org.id, siteId: org.site.id, name: 'Room', capacity: 6 } })
  return id
}

/** Invites a guest whose every text is marked, and does the worker's part. */
export async function createVisit(org: TestOrganization, mark: string): Promise<Visit> {
  const startsAt = new Date(Date.now() - 60_000)
  const booked = await inviteGuest(asHost(org), {
    visitor: {
      name: `${mark}name`,
      email: `${mark}${randomUUID().slice(0, 8)}@guest.example`,
      phone: '+4930901820',
      company: `${mark}company`,
      locale: 'EN',
    },
    siteId: org.site.id,
    roomId: await createRoom(org),
    title: `${mark}title`,
    message: `${mark}message`,
    startsAt,
    endsAt: new Date(startsAt.getTime() + 7_200_000),
    receptionNote: `${mark}note`,
    recurrence: 'FREQ=DAILY;COUNT=2',
    passType: 'MULTI',
    idempotencyKey: randomUUID(),
  })
  if (isFailure(booked)) throw new Error(`The visit was not booked: ${JSON.stringify(booked)}`)
  const where = { appointmentId: booked.id }
  const { id } = await prisma.visitPass.findFirstOrThrow({ where, select: { id: true } })
  await issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds: [id] })
  await nameCar(org, id)
  const { visitorId, qrToken } = await prisma.visitPass.findUniqueOrThrow({ where: { id }, select: { visitorId: true, qrToken: true } })
  return { Appointment: booked.id, VisitPass: id, Visitor: visitorId, code: qrToken ?? '' }
}

/** Makes somebody who can be suspended, given roles or mailed a link. */
export async function createMember(org: TestOrganization): Promise<{ memberId: string; user: TestUser }> {
  const user = await createUser(org.id, 'Operator')
  const where = { organizationId_userId: { organizationId: org.id, userId: user.id } }
  const { id } = await prisma.membership.findUniqueOrThrow({ where })
  return { memberId: id, user }
}

/** Opens a session. @returns its id and the cookie's value */
export async function createSession(
  userId: string,
  organizationId: string | null,
  hasProved = false,
): Promise<{ id: string; token: string }> {
  const [id, token, createdAt] = [newId(), newToken('gcs_'), new Date()]
  const expiresAt = new Date(createdAt.getTime() + 3_600_000)
  const device = { ip: '203.0.113.7', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36' }
  const times = { createdAt, lastSeenAt: createdAt, provenAt: hasProved ? createdAt : null, expiresAt }
  await prisma.session.create({ data: { id, tokenHash: hashToken(token), userId, organizationId, ...times, ...device } })
  return { id, token }
}

async function createCheckin(org: TestOrganization, visit: Visit): Promise<string> {
  const [id, now] = [newId(), new Date()]
  const place = { organizationId: org.id, siteId: org.site.id, gateId: org.gates[0].id, visitPassId: visit.VisitPass }
  const what = { direction: 'ENTRY', result: 'ADMITTED', reason: 'EXPIRED', source: 'DESK', forced: true, forcedReason: 'x' } as const
  const scan = { scannerId: newId(), nonce: randomUUID(), codeHash: hashToken(visit.code), occurredAt: now, recordedAt: now }
  await prisma.checkin.create({ data: { id, ...place, ...what, ...scan } })
  await prisma.outboxEvent.create({
    data: {
      id: newId(),
      organizationId: org.id,
      type: 'visitpass.checked_in',
      entityId: visit.VisitPass,
      payload: { visitPassId: visit.VisitPass, checkinId: id, gateId: org.gates[0].id },
      occurredAt: now,
    },
  })
  return id
}

async function createAuditEntry(org: TestOrganization, mark: string): Promise<string> {
  const ctx = Object.assign(asOrgAdmin(org), { request: { ip: '203.0.113.7', userAgent: 'x' } })
  const entity = { type: 'VisitPass', id: newId() }
  await ctx.transaction((tx) => audit(ctx, tx, 'pass.revoke', entity, { reason: `${mark}reason` }))
  const { id } = await prisma.auditLog.findFirstOrThrow({ where: { organizationId: org.id, entityId: entity.id }, select: { id: true } })
  return id
}

async function createRole(org: TestOrganization): Promise<string> {
  const id = newId()
  const permissions = { create: [{ permission: 'gate:read' }] }
  await prisma.role.create({ data: { id, organizationId: org.id, key: 'x', name: 'x', permissions } })
  return id
}

async function createNotification(org: TestOrganization, visitPassId: string): Promise<void> {
  const what = { channel: 'EMAIL', template: 'invite', status: 'FAILED', errorMessage: 'x' } as const
  await prisma.notification.create({
    data: { id: newId(), organizationId: org.id, visitPassId, eventId: newId(), ...what, createdAt: new Date() },
  })
}

async function createAccountLink(org: TestOrganization, memberId: string): Promise<{ id: string; token: string }> {
  await resetUserPassword(asOrgAdmin(org), { memberId })
  const { id } = await prisma.accountLink.findFirstOrThrow({ where: { organizationId: org.id }, select: { id: true } })
  return { id, token: new URL(accountLinkUrl(id)).hash.slice(1) }
}

/** The guest is inside, and the organization has a logo. */
async function furnish(org: TestOrganization, visitPassId: string): Promise<void> {
  const now = new Date()
  const data = { presence: 'INSIDE' as const, insideSince: now, suspendedAt: now }
  await prisma.visitPass.update({ where: { id: visitPassId }, data, select: { id: true } })
  const logo = { logo: new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), logoType: 'image/svg+xml' }
  await prisma.organizationBrand.update({ where: { organizationId: org.id }, data: logo })
}

async function createPeople(org: TestOrganization): Promise<World['people']> {
  const [guest, suspended, colleague, delegate] = [
    await createUser(org.id, 'Guest'),
    await createUser(org.id, 'OrgAdmin'),
    (await createHost(org.id)).user,
    (await createHost(org.id)).user,
  ]
  const where = { organizationId_userId: { organizationId: org.id, userId: suspended.id } }
  await prisma.membership.update({ where, data: { suspendedAt: new Date() } })
  return { guest, suspended, colleague, delegate }
}

/** The host that somebody is. */
const hostOf = async ({ id }: TestUser): Promise<string> =>
  (await prisma.host.findFirstOrThrow({ where: { userId: id }, select: { id: true } })).id

/** The member holds roles at a site and in a department too. */
async function narrowRoles(org: TestOrganization, userId: string, departmentId: string): Promise<void> {
  const grant = { organizationId: org.id, userId, roleId: builtInRoles.Operator.id }
  await prisma.userRole.create({ data: { ...grant, id: newId(), siteId: org.site.id, place: org.site.id } })
  await prisma.userRole.create({ data: { ...grant, id: newId(), departmentId, place: departmentId } })
}

/** A chain, and a request that waits. */
async function createApprovals(org: TestOrganization, mark: string, appointmentId: string, visitorTypeId: string) {
  const chain = await createMarkedChain(org, mark, { siteId: (await createPlace(org, mark)).Site ?? null, visitorTypeId })
  return { ApprovalChain: chain, ApprovalRequest: await createMarkedRequest(org, mark, chain, appointmentId, visitorTypeId) }
}

/** Makes an organization with everything in it. */
export async function createWorld(letter: string): Promise<World> {
  const org = await createOrganization()
  const mark = `cny${letter}${randomBytes(3).toString('hex')}`
  const [people, { ids: programIds, ...programs }] = [await createPeople(org), await createPrograms(org)]
  const [visit, member] = [await createVisit(org, mark), await createMember(org)]
  const session = await createSession(org.orgAdmin.id, org.id)
  const link = await createAccountLink(org, member.memberId)
  await furnish(org, visit.VisitPass)
  await sendMail(org.id, { to: 'a@guest.example', subject: `${mark}mail`, text: 'x' })
  await createNotification(org, visit.VisitPass)
  await addCoHost(org, visit.Appointment, (await createHost(org.id)).id)
  const roleId = await createRole(org)
  await createPolicies(org, roleId)
  await createErasureWish(org, await createVisit(org, mark))
  await createFilePolicy(org)
  await countSomething(org)
  await createLeftUnseen(org, (await createVisit(org, mark)).VisitPass)
  await createProvider(org, roleId)
  const departmentId = await furnishDepartment(org, mark)
  await prisma.departmentHead.create({ data: { organizationId: org.id, departmentId, userId: org.orgAdmin.id } })
  await narrowRoles(org, member.user.id, departmentId)
  const visitorTypeId = await createVisitorType(org, mark, visit.VisitPass)
  const ids = {
    AccountLink: link.id,
    Delivery: await createHandedDelivery(org, mark),
    StayReminder: await createStayReminder(org, visit.VisitPass),
    GuestChallenge: await createGuestAccess(org, visit.VisitPass),
    AccountNotice: await createAccountNotice(org),
    Passkey: await createPasskey(org.orgAdmin.id),
    CalendarFeed: await createFeeds(org),
    OutsideCalendar: await createOutsides(org),
    AccessController: await createController(org, visit.VisitPass),
    GuestList: await createMarkedList(org, mark, org.host.user.id),
    VisitorType: visitorTypeId,
    ...(await createSignature(org, mark, { visitPassId: visit.VisitPass, visitorTypeId })),
    Erasure: await createErasure(org, (await createVisit(org, mark)).Visitor),
    ...(await createAccess(org, mark, visitorTypeId)),
    Organization: org.id,
    Department: departmentId,
    Site: org.site.id,
    Gate: org.gates[0].id,
    Room: org.room.id,
    Host: org.host.id,
    HostAbsence: await furnishHost(org, mark, (await createHost(org.id)).id),
    HostDelegation: await createDelegation(org, await hostOf(people.delegate)),
    User: org.orgAdmin.id,
    Member: member.memberId,
    Session: session.id,
    Role: roleId,
    Visitor: visit.Visitor,
    VisitorFile: await createMarkedFile(org, mark, visit.Visitor),
    Appointment: visit.Appointment,
    VisitPass: visit.VisitPass,
    PassCard: await createPassCard(org, mark, visit.VisitPass),
    Key: (await prisma.signingKey.findFirstOrThrow({ where: { organizationId: org.id } })).keyId,
    Checkin: await createCheckin(org, visit),
    AuditEntry: await createAuditEntry(org, mark),
    ...programIds,
    ...(await createDirectory(org, mark, roleId)),
    ...(await createVisitorExport(org, mark)),
    ...(await createWatchlist(org, mark, visit.Visitor)),
    ...(await createWebhooks(org, mark, programIds.Application, true)),
  }
  await placeGuest(org, ids)
  const Reconciliation = await createCount(org, ids.Zone, ids.VisitPass)
  const RollCall = await createMarkedRollCall(org, mark, ids.VisitPass)
  const approvals = await createApprovals(org, mark, visit.Appointment, ids.VisitorType)
  const came = { appointmentId: visit.Appointment, registeredById: org.operator.id, documentSeen: true, createdAt: new Date() }
  await prisma.walkInPage.create({ data: { organizationId: org.id, siteId: org.site.id, isOpen: true, updatedAt: new Date() } })
  await prisma.walkIn.create({ data: { id: newId(), organizationId: org.id, ...came } })
  await plantCanaries(org.id, mark)
  const inviteToken = inviteTokenOf({ id: visit.VisitPass, inviteVersion: 0 })
  return {
    org,
    mark,
    ids: { ...ids, ...approvals, Reconciliation, RollCall },
    code: visit.code,
    inviteToken,
    accountLinkToken: link.token,
    ...programs,
    people,
  }
}
