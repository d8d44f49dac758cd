import { randomBytes } from 'node:crypto'
import { parsePassCode } from '../../../shared/credentials/pass-code'
import { systemCtx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { ConflictNoted } from '../../../server/domains/access-control/events'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import {
  AppointmentCanceled,
  AppointmentCreated,
  AppointmentRestored,
  AppointmentUpdated,
  SeriesCut,
} from '../../../server/domains/appointments/events'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { allowCompanions } from '../../../server/domains/appointments/use-cases/companions/allow-companions'
import { nameCompanion } from '../../../server/domains/appointments/use-cases/companions/name-companion'
import { restoreAppointment } from '../../../server/domains/appointments/use-cases/restore-appointment'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import {
  CompanionNamed,
  GuestCodeAsked,
  SigningKeyRevoked,
  VisitPassIssued,
  VisitPassReissued,
  VisitPassReleased,
} from '../../../server/domains/credentials/events'
import { holdPasses, releasePasses } from '../../../server/domains/credentials/use-cases/pass-holds'
import { revokeSigningKey } from '../../../server/domains/credentials/use-cases/rotate-signing-key'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { VisitorFileRejected, VisitorFileUploaded } from '../../../server/domains/files/events'
import { rejectVisitorFile } from '../../../server/domains/files/use-cases/review-visitor-file'
import { processVisitorFile } from '../../../server/domains/files/use-cases/process-visitor-file'
import { AccountChanged, AccountLinkMade, GroupRolesChanged } from '../../../server/domains/security/events'
import { tellGuests } from '../../../server/domains/notifications/use-cases/tell-guests'
import { asPerson, changeAccount, noteAccountChange } from '../../../server/domains/security/use-cases/account-changes'
import { makeAccountLink } from '../../../server/domains/security/use-cases/account-links'
import { followGroups } from '../../../server/domains/security/use-cases/provisioning/group-members'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { tellOfExport } from '../../../server/domains/visitors/use-cases/exports/tell-of-export'
import { VisitorErased, VisitorExportAllowed, VisitorExportNoted } from '../../../server/domains/visitors/events'
import type { Prisma } from '../../../server/generated/prisma/client'
import { AgreementChanged, AgreementSigned, VisitorTypeChanged } from '../../../server/domains/visitor-types/events'
import { publishAgreement } from '../../../server/domains/visitor-types/use-cases/save-agreement'
import { GuestListStarted } from '../../../server/domains/guest-lists/events'
import { startGuestList } from '../../../server/domains/guest-lists/use-cases/start-guest-list'
import { prisma } from '../../../server/infra/db'
import { emit } from '../../../server/infra/outbox'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { approvalCauses } from '../approvals/work'
import { calendarCauses } from '../calendars/work'
import { deliveryCauses } from '../deliveries/work'
import { pdf, picture } from '../files/samples'
import { send, sendAndSettle, type Sending } from '../files/uploading'
import { asGuest, openedInvite } from '../guests/opened'
import { listOf, people } from '../guest-lists/lists'
import { stayCauses } from '../scan/stay-work'
import { bookedVisit, signedPass } from '../scan/signed-pass'
import { changeType, field, typeOf } from '../visitor-types/types'
import { turnstileCauses } from '../turnstiles/work'
import { watchlistCauses } from '../watchlist/work'
import { webhookCauses } from '../webhooks/work'
import { agreementText, signedAgreement } from '../visitor-types/signed'
import { causesToTellHosts } from './telling-hosts'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

/** Makes an event of each type that something reacts to, as the product does. @returns the id of its entity */
export const causesOf = (org: TestOrganization): Record<string, () => Promise<string>> => ({
  ...approvalCauses(org),
  ...deliveryCauses(org),
  ...stayCauses(org),
  ...calendarCauses(org),
  ...turnstileCauses(org),
  ...watchlistCauses,
  ...webhookCauses(org),
  [ConflictNoted.type]: async () => {
    // Of an organization of its own: who has a mail on its way gets no second one.
    const other = await createOrganization()
    const scan = { code: 'nobody knows it', gateId: other.gates[0].id, direction: 'ENTRY' as const, nonce: newId(), occurredAt: new Date() }
    const told = await uploadScans(asOperator(other), { scans: [{ ...scan, admitted: true }] })
    if (isFailure(told)) throw new Error(told.message)
    return (await prisma.conflictNotice.findFirstOrThrow({ where: { organizationId: other.id } })).id
  },
  [AppointmentCreated.type]: async () => (await bookedVisit(org)).appointmentId,
  [`IssueVisitPass after ${AppointmentUpdated.type}`]: () => changedVisit(org, { endsAt: new Date(Date.now() + 7_200_000) }),
  [`TellGuests after ${AppointmentUpdated.type}`]: () => changedVisit(org, { title: 'Another' }),
  [AppointmentCanceled.type]: async () => {
    const { appointmentId } = await signedPass(org)
    await cancelAppointment(asHost(org), { appointmentId, passes: 'REVOKE' })
    return appointmentId
  },
  [SeriesCut.type]: async () => {
    const { appointmentId } = await signedPass(org, { recurrence: 'FREQ=DAILY;COUNT=3' })
    const { seriesId } = await prisma.appointment.findUniqueOrThrow({ where: { id: appointmentId } })
    const next = await prisma.appointment.findFirstOrThrow({
      where: { seriesId, id: { not: appointmentId } },
      orderBy: { startsAt: 'asc' },
    })
    const changed = await updateAppointment(asHost(org), { appointmentId: next.id, version: 0, scope: 'FOLLOWING', title: 'Another' })
    if (isFailure(changed)) throw new Error(JSON.stringify(changed))
    return seriesId ?? ''
  },
  [AppointmentRestored.type]: async () => {
    const { appointmentId, id } = await signedPass(org)
    await cancelAppointment(asHost(org), { appointmentId, passes: 'REVOKE' })
    // Whoever was told nothing is told nothing more.
    await tellGuests({ eventId: newId(), organizationId: org.id }, { appointmentId, template: 'cancel', visitPassIds: [id] })
    await restoreAppointment(asHost(org), { appointmentId })
    return appointmentId
  },
  ...causesToTellHosts(org),
  [VisitPassIssued.type]: async () => (await signedPass(org)).id,
  [VisitPassReissued.type]: async () => {
    const { id } = await signedPass(org)
    const changed = await reissueVisitPass(asHost(org), { visitPassId: id, reason: 'Lost phone' })
    if (isFailure(changed)) throw new Error(changed.message)
    return id
  },
  [SigningKeyRevoked.type]: async () => {
    // Of an organization of its own: a key has signed everything else here.
    const other = await createOrganization()
    const { code } = await signedPass(other)
    const keyId = parsePassCode(code)?.claims.keyId ?? ''
    const revoked = await revokeSigningKey(asOrgAdmin(other), { keyId, reason: 'A backup was lost' })
    if (isFailure(revoked)) throw new Error(revoked.message)
    return keyId
  },
  [CompanionNamed.type]: async () => {
    const { id, appointmentId } = await signedPass(org)
    await allowCompanions(asHost(org), { appointmentId, companions: 1 })
    const companion = await nameCompanion(asGuest(org), await openedInvite(id), { name: 'Boris Ivanov' })
    if (isFailure(companion)) throw new Error(companion.message)
    return companion.visitPassId
  },
  [VisitPassReleased.type]: async () => {
    const [ctx, { passId }] = [systemCtx(org.id), await bookedVisit(org)]
    const held = { visitPassIds: [passId], kind: 'APPROVAL' as const }
    await ctx.transaction((tx) => holdPasses(ctx, tx, held, true))
    await ctx.transaction((tx) => releasePasses(ctx, tx, held))
    return passId
  },
  [AgreementChanged.type]: async () => {
    const { agreementId } = await signedAgreement(org)
    await publishAgreement(asOrgAdmin(org), { agreementId, version: 1, asksAgain: true, ...agreementText })
    return agreementId
  },
  [AgreementSigned.type]: async () => (await signedAgreement(org)).signatureId,
  [VisitorTypeChanged.type]: async () => {
    const type = await typeOf(org, [field('plate')])
    await signedPass(org, { visitorTypeId: type.id })
    await changeType(org, type, [field('car', { required: true })])
    return type.id
  },
  [`RecordErasure after ${VisitorErased.type}`]: async () => (await erased(org)).visitorId,
  [`RemoveVisitorFiles after ${VisitorErased.type}`]: async () => {
    const { visitorId } = await sentFile(org, pdf(), { kind: 'OTHER' })
    await eraseOnce(systemCtx(org.id), visitorId, { reason: 'At request' })
    return visitorId
  },
  [`RefreshPassesOfVisitor after ${VisitorFileRejected.type}`]: async () => {
    const { id: visitorTypeId } = await typeOf(org, [], ['PHOTO'])
    const { passId } = await bookedVisit(org, { visitorTypeId })
    const { visitorId } = await prisma.visitPass.findUniqueOrThrow({ where: { id: passId } })
    const { id: visitorFileId } = await sendAndSettle(org, visitorId, await picture('jpeg'))
    const rejected = await rejectVisitorFile(asOrgAdmin(org), { visitorFileId, reason: 'Too dark' })
    if (isFailure(rejected)) throw new Error(JSON.stringify(rejected))
    return visitorFileId
  },
  [VisitorFileRejected.type]: async () => {
    const { id } = await sentFile(org, Buffer.from('No picture'), { kind: 'OTHER' })
    await processVisitorFile({ eventId: newId(), organizationId: org.id }, { visitorFileId: id })
    return id
  },
  [VisitorFileUploaded.type]: async () => (await sentFile(org, await picture('jpeg'))).id,
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
  [GuestListStarted.type]: async () => (await startedList(org)).id,
  [VisitorExportAllowed.type]: async () => {
    const id = await visitorExport(org)
    await systemCtx(org.id).transaction((tx) => emit(tx, org.id, VisitorExportAllowed, { visitorExportRequestId: id }, new Date()))
    return id
  },
  [VisitorExportNoted.type]: async () => {
    const [ctx, id] = [systemCtx(org.id), await visitorExport(org)]
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
})

/** A list of guests of whom nobody is invited yet. */
export async function startedList(org: TestOrganization): Promise<{ id: string }> {
  const list = await listOf(asHost(org), org, people(3))
  await startGuestList(asHost(org), { guestListId: list.id })
  return list
}

/** A file that a guest has sent and nobody has looked at. */
export async function sentFile(org: TestOrganization, content: Buffer, sending: Sending = {}): Promise<{ id: string; visitorId: string }> {
  const { visitorId } = await createVisit(org)
  const sent = await send(org, visitorId, content, sending)
  if (typeof sent === 'string') throw new Error(`The file was not taken: ${sent}`)
  return { ...sent, visitorId }
}

/** A visit whose pass was signed and which was changed then. @returns its id */
async function changedVisit(org: TestOrganization, change: { endsAt: Date } | { title: string }): Promise<string> {
  const { appointmentId } = await signedPass(org)
  const changed = await updateAppointment(asHost(org), { appointmentId, version: 0, ...change })
  if (isFailure(changed)) throw new Error(JSON.stringify(changed))
  return appointmentId
}

/** A request for a file of one visitor, who is in no other. @returns its id */
export async function visitorExport(
  org: TestOrganization,
  more: Partial<Prisma.VisitorExportRequestUncheckedCreateInput> = {},
): Promise<string> {
  const { visitorId } = await createVisit(org)
  const { createdAt } = await prisma.visitor.findUniqueOrThrow({ where: { id: visitorId } })
  const period = { registeredFrom: createdAt, registeredBefore: new Date(createdAt.getTime() + 1) }
  const asked = { id: newId(), organizationId: org.id, requesterId: org.orgAdmin.id, reason: 'x', rowCount: 1, requestedAt: new Date() }
  const { id } = await prisma.visitorExportRequest.create({
    data: { ...asked, ...period, needsSecondPerson: false, status: 'APPROVED', ...more },
  })
  return id
}

async function erased(org: TestOrganization): Promise<{ visitorId: string; erasureId: string }> {
  const { visitorId } = await createVisit(org)
  const erasure = await eraseOnce(systemCtx(org.id), visitorId, { reason: 'At request' })
  return { visitorId, erasureId: erasure?.id ?? '' }
}
