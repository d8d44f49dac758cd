import { isFailure, type Failure } from '../../../server/core/errors'
import { anonymous, createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import type { StoredApprover, StoredStep } from '../../../server/domains/approvals/chain-steps'
import { holdsForOf } from '../../../server/domains/approvals/chain-steps'
import { decideApproval } from '../../../server/domains/approvals/use-cases/decide-approval'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization, TestUser } from '../../setup/organization'
import { asHost, rightsOf } from '../../setup/principals'

/** What was to be, or an error that says why it is not. */
export function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

/** Somebody who is named. */
export const person = (userId: string, deputyId: string | null = null): StoredApprover => ({
  kind: 'PERSON',
  userId,
  roleId: null,
  deputyId,
})

/** A step that asks these people, any of them unless told otherwise. */
export const step = (approvers: StoredApprover[], more: Partial<StoredStep> = {}): StoredStep => ({
  approvers,
  needed: 1,
  deadlineHours: null,
  workingHours: false,
  atDeadline: 'ESCALATE',
  escalateTo: [],
  ...more,
})

/** Makes a chain of the organization. @returns its id */
export async function createChain(
  org: TestOrganization,
  steps: StoredStep[],
  more: { siteId?: string; visitorTypeId?: string; allowsOwn?: boolean } = {},
): Promise<string> {
  const id = newId()
  const { siteId = null, visitorTypeId = null, allowsOwn = false } = more
  const place = { siteId, visitorTypeId, holdsFor: holdsForOf({ siteId, visitorTypeId }) }
  await prisma.approvalChain.create({
    data: { id, organizationId: org.id, name: 'Chain', ...place, allowsOwn, steps: steps as never, createdAt: new Date() },
  })
  return id
}

/** A person of the organization, as they ask. */
export function as(org: TestOrganization, user: Pick<TestUser, 'id' | 'role'>, now?: () => Date): Ctx {
  const actor = { type: 'user', id: user.id, sessionId: newId() } as const
  return createCtx({ ...anonymous, actor, organizationId: org.id, ...rightsOf(user.role) }, { language: 'en', ...(now ? { now } : {}) })
}

/** The newest request of a visit. */
export const requestOf = (appointmentId: string) =>
  prisma.approvalRequest.findFirstOrThrow({ where: { visits: { some: { appointmentId } } }, orderBy: { id: 'desc' } })

/** Decides about what a request asks now. */
export async function decide(
  org: TestOrganization,
  user: Pick<TestUser, 'id' | 'role'>,
  appointmentId: string,
  verdict: 'APPROVED' | 'REFUSED' = 'APPROVED',
) {
  const { id, turn } = await requestOf(appointmentId)
  return decideApproval(as(org, user), { approvalRequestId: id, turn, verdict, reason: verdict === 'REFUSED' ? 'Not this week' : null })
}

/** A visit tomorrow, and what the worker does. @returns its id */
export async function book(
  org: TestOrganization,
  more: Partial<Parameters<typeof inviteGuest>[1]> = {},
  ctx: Ctx = asHost(org),
): Promise<string> {
  const startsAt = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000)
  const visitor = { name: 'Anna Petrova', email: `${newId()}@guest.example`, locale: 'EN' as const }
  const visit = { visitor, siteId: org.site.id, hostId: org.host.id, startsAt, endsAt: new Date(+startsAt + 3_600_000) }
  const { id } = done(await inviteGuest(ctx, { ...visit, ...more }))
  await issueAll(org)
  return id
}

/** Signs whatever can be signed. */
export async function issueAll(org: TestOrganization): Promise<void> {
  const drafts = await prisma.visitPass.findMany({ where: { organizationId: org.id, status: 'DRAFT' }, select: { id: true } })
  await issueVisitPass({ eventId: newId(), organizationId: org.id }, { visitPassIds: drafts.map(({ id }) => id) })
}

/** How a visit and its passes stand. */
export async function standing(appointmentId: string): Promise<{ visit: string; passes: string[] }> {
  const { status, visitPasses } = await prisma.appointment.findUniqueOrThrow({
    where: { id: appointmentId },
    include: { visitPasses: { orderBy: { id: 'asc' } } },
  })
  return { visit: status, passes: visitPasses.map((pass) => pass.status) }
}

/** A visit at a site of its own, where people have to agree. @returns its id, and that of the request */
export async function bookWaiting(org: TestOrganization, steps: StoredStep[]): Promise<{ appointmentId: string; requestId: string }> {
  const site = { id: newId(), organizationId: org.id, name: 'Laboratory', timeZone: 'Europe/Berlin' }
  await prisma.site.create({ data: site })
  await createChain(org, steps, { siteId: site.id })
  const appointmentId = await book(org, { siteId: site.id })
  return { appointmentId, requestId: (await requestOf(appointmentId)).id }
}
