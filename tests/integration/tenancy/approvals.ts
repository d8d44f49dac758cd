import { newId } from '../../../server/core/ids'
import { sealForOrganization, sealedColumns } from '../../../server/core/organization-seal'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import type { TestOrganization } from '../../setup/organization'
import { step } from '../approvals/chains'

const everybody = { kind: 'ROLE' as const, userId: null, roleId: null, deputyId: null }

/** A chain that holds for a kind of visitors as which nobody is invited. @returns its id */
export async function createMarkedChain(
  org: TestOrganization,
  mark: string,
  more: { siteId?: string | null; visitorTypeId?: string } = {},
): Promise<string> {
  const [id, createdAt] = [newId(), new Date()]
  const steps = [step([{ ...everybody, kind: 'PERSON', userId: org.orgAdmin.id, deputyId: org.securityOfficer.id }], { deadlineHours: 5 })]
  const place = { siteId: null, visitorTypeId: null, ...more }
  await prisma.approvalChain.create({
    data: { id, organizationId: org.id, name: `${mark}chain`, ...place, holdsFor: id, allowsOwn: false, steps: steps as never, createdAt },
  })
  return id
}

/** Somebody who may speak about a request, and one who has. */
async function createVoices(org: TestOrganization, approvalRequestId: string, mark: string): Promise<void> {
  const [at, createdAt] = [{ organizationId: org.id, approvalRequestId, round: 1, step: 0 }, new Date()]
  const users = [org.orgAdmin, org.securityOfficer, org.operator, org.host.user, org.developer]
  await prisma.approvalAsk.createMany({
    data: users.map(({ id: userId }) => ({
      ...at,
      id: newId(),
      seat: org.orgAdmin.id,
      userId,
      standing: userId === org.orgAdmin.id ? 'APPROVER' : 'DEPUTY',
      byRole: null,
      isDecisive: true,
      isCalled: true,
      toldAt: createdAt,
      createdAt,
    })),
  })
  const id = newId()
  const sealedReason = sealForOrganization(await keyringOf(org.id), Buffer.from(`${mark}why`), sealedColumns.approvalReason, id)
  const spoken = { seat: org.securityOfficer.id, deciderId: org.operator.id, standing: 'DEPUTY', verdict: 'APPROVED' } as const
  await prisma.approvalDecision.create({ data: { ...at, id, ...spoken, sealedReason, decidedAt: createdAt } })
}

/** A request about a visit that waits for one more word. @returns its id */
export async function createMarkedRequest(
  org: TestOrganization,
  mark: string,
  chainId: string,
  appointmentId: string,
  visitorTypeId: string | null = null,
) {
  const [id, now] = [newId(), new Date()]
  const { steps } = await prisma.approvalChain.findUniqueOrThrow({ where: { id: chainId } })
  const { siteId, hostId, startsAt, endsAt } = await prisma.appointment.findUniqueOrThrow({ where: { id: appointmentId } })
  const place = { siteId, hostId, startsAt, endsAt }
  const later = new Date(now.getTime() + 90 * 86_400_000)
  const times = { askedAt: now, createdAt: now, dueAt: later, endedAt: later, toldAt: now }
  const about = { approvalChainId: chainId, visitorTypeId, hostId, requesterId: org.developer.id, batchId: newId() }
  const earlier = { siteId, hostId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
  await prisma.approvalRequest.create({
    data: {
      id,
      organizationId: org.id,
      ...about,
      status: 'PENDING',
      steps: steps as never,
      allowsOwn: false,
      turn: 1,
      changed: ['TIME'],
      earlier,
      ...times,
    },
  })
  await prisma.approvalVisit.create({ data: { organizationId: org.id, approvalRequestId: id, appointmentId, ...place } })
  await createVoices(org, id, mark)
  const event = { type: 'approval.asked', entityId: id, payload: { approvalRequestId: id }, occurredAt: now }
  await prisma.outboxEvent.create({ data: { id: newId(), organizationId: org.id, ...event } })
  return id
}
