import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { readSteps, type StoredStep } from '../../../server/domains/approvals/chain-steps'
import { fillSeats } from '../../../server/domains/approvals/use-cases/fill-seats'
import { runDeadlines } from '../../../server/domains/approvals/use-cases/run-deadlines'
import type { ApprovalDecision, ApprovalRequest } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { book, createChain, decide, issueAll, person, requestOf, standing, step } from './chains'

/** Courses that are tried. */
const runs = 60

/** The people who may be asked; one of them is the host, who asks. */
const crew = 5
const someone = fc.nat(crew)
const approver = fc.record({ who: someone, deputy: fc.option(someone, { nil: null }) })
const oneStep = fc.record({
  approvers: fc.array(approver, { minLength: 1, maxLength: 3 }),
  needed: fc.constantFrom(1, 2, 'ALL' as const),
  atDeadline: fc.constantFrom('ESCALATE' as const, 'REFUSE' as const, 'APPROVE' as const),
  escalateTo: fc.array(someone, { maxLength: 1 }),
})
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('agree' as const), who: someone }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('refuse' as const), who: someone }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('deadline' as const), who: someone }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('move' as const), who: someone }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('suspend' as const), who: someone }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('edit' as const), who: someone }) },
)
const course = fc.record({
  steps: fc.array(oneStep, { minLength: 1, maxLength: 3 }),
  happenings: fc.array(happening, { minLength: 3, maxLength: 12 }),
})
type Course = typeof course extends fc.Arbitrary<infer C> ? C : never
type Happening = Course['happenings'][number]

let org: TestOrganization
let people: TestUser[]
beforeAll(async () => {
  org = await createOrganization()
  people = [...(await Promise.all(Array.from({ length: crew }, () => createUser(org.id, 'Developer')))), org.host.user]
})
const who = (place: number): TestUser => people[place] ?? org.orgAdmin

const stepOf = ({ approvers, needed, atDeadline, escalateTo }: Course['steps'][number]): StoredStep =>
  step(
    approvers.map(({ who: place, deputy }) => person(who(place).id, deputy === null ? null : who(deputy).id)),
    { needed, atDeadline, deadlineHours: 1, escalateTo: escalateTo.map((place) => person(who(place).id)) },
  )

const acts: Record<Happening['what'], (id: string, who: TestUser, chainId: string) => Promise<unknown>> = {
  agree: (id, user) => decide(org, user, id),
  refuse: (id, user) => decide(org, user, id, 'REFUSED'),
  deadline: async (id) => {
    await prisma.approvalRequest.updateMany({
      where: { visits: { some: { appointmentId: id } }, status: 'PENDING', dueAt: { not: null } },
      data: { dueAt: new Date(Date.now() - 1_000) },
    })
    await runDeadlines()
  },
  move: async (id) => {
    const { version, startsAt, endsAt } = await prisma.appointment.findUniqueOrThrow({ where: { id } })
    const later = { startsAt: new Date(+startsAt + 3_600_000), endsAt: new Date(+endsAt + 3_600_000) }
    await updateAppointment(asHost(org), { appointmentId: id, version, ...later })
  },
  suspend: async (_, user) => {
    if (user.id === org.host.user.id) return
    await prisma.membership.updateMany({ where: { userId: user.id }, data: { suspendedAt: new Date() } })
    await fillSeats()
  },
  edit: (_, user, id) => prisma.approvalChain.update({ where: { id }, data: { steps: [step([person(user.id)])] as never } }),
}

/** When the steps of a request were handed on first, by their places from 1. */
async function handedOn({ id, round }: ApprovalRequest): Promise<Map<number, Date>> {
  const rows = await prisma.auditLog.findMany({ where: { entityId: id, action: 'approval.deadline' }, orderBy: { id: 'desc' } })
  return new Map(
    rows.flatMap(({ details, createdAt }) => {
      const { outcome, step: place, round: of } = details as { outcome: string; step: number; round: number }
      return outcome === 'ESCALATED' && of === round ? [[place, createdAt] as const] : []
    }),
  )
}

/** Whether a step was handed on to whoever said something since: the word of one of them is enough, whoever they were before. */
function isSaidBySuccessor({ approvers, escalateTo }: StoredStep, decisions: ApprovalDecision[], since: Date | undefined): boolean {
  const successors = escalateTo.length > 0 ? escalateTo.map(({ userId }) => userId) : approvers.map(({ deputyId }) => deputyId)
  return decisions.some(({ deciderId, decidedAt }) => !!since && decidedAt >= since && deciderId !== null && successors.includes(deciderId))
}

/** Whether what was decided at a step lets it through, by the rules as the documents tell them. */
function isThrough(request: ApprovalRequest, step: StoredStep, decisions: ApprovalDecision[], handedOnAt: Date | undefined): boolean {
  const { needed, approvers, atDeadline } = step
  const named = new Set(approvers.map(({ userId }) => userId))
  const own = request.requesterId
  if (decisions.some(({ verdict }) => verdict === 'REFUSED')) return false
  if (decisions.some(({ deciderId }) => deciderId === own && own !== null)) return false
  if (decisions.some(({ verdict }) => verdict === 'SKIPPED')) return [...named].every((id) => id === own)
  if (decisions.some(({ deciderId }) => deciderId === null)) return atDeadline === 'APPROVE'
  if (decisions.some(({ standing: as }) => as === 'ESCALATION' || as === 'ADMINISTRATOR')) return true
  if (isSaidBySuccessor(step, decisions, handedOnAt)) return true
  const agreed = new Set(decisions.map(({ seat }) => seat)).size
  const others = [...named].filter((id) => id !== own).length
  return agreed >= Math.min(needed === 'ALL' ? named.size : needed, Math.max(others, 1))
}

/** What must hold at every moment. */
async function check(id: string): Promise<void> {
  const request = await requestOf(id)
  const decisions = await prisma.approvalDecision.findMany({ where: { approvalRequestId: request.id, round: request.round } })
  const [state, handed] = [await standing(id), await handedOn(request)]
  const through = readSteps(request.steps).map((each, place) =>
    isThrough(
      request,
      each,
      decisions.filter((decision) => decision.step === place),
      handed.get(place + 1),
    ),
  )
  if (request.status === 'APPROVED') expect([through.every(Boolean), state]).toEqual([true, { visit: 'SCHEDULED', passes: ['ACTIVE'] }])
  if (request.status === 'PENDING') expect(state).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
  if (request.status === 'REFUSED') expect(state).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
  const visit = await prisma.approvalVisit.findFirstOrThrow({ where: { approvalRequestId: request.id, appointmentId: id } })
  const now = await prisma.appointment.findUniqueOrThrow({ where: { id } })
  if (state.passes[0] === 'ACTIVE') expect([now.startsAt >= visit.startsAt, now.endsAt <= visit.endsAt]).toEqual([true, true])
}

/** Goes through a course; what must hold is looked at after each happening. */
async function goThrough({ steps, happenings }: Course): Promise<string> {
  await prisma.membership.updateMany({ where: { organizationId: org.id }, data: { suspendedAt: null } })
  await prisma.approvalChain.updateMany({ where: { organizationId: org.id }, data: { deletedAt: new Date(), holdsFor: null } })
  const chainId = await createChain(org, steps.map(stepOf))
  const id = await book(org)
  await check(id)
  for (const { what, who: place } of happenings) {
    await acts[what](id, who(place), chainId)
    await issueAll(org)
    await check(id)
  }
  return id
}

it(`a pass is signed only when all steps are through, in ${runs} courses of decisions, deadlines, deputies, absences and edits`, async () => {
  await fc.assert(
    fc.asyncProperty(course, async (each) => void (await goThrough(each))),
    { numRuns: runs },
  )
}, 900_000)

it('whoever is handed a step for somebody else still has a word of their own to say, where all have to', async () => {
  const [deputy, other] = [3, 0]
  const approvers = [
    { who: deputy, deputy: null },
    { who: other, deputy },
  ]
  const all = { approvers, needed: 'ALL' as const, atDeadline: 'ESCALATE' as const, escalateTo: [] }
  const handedOn = { what: 'deadline' as const, who: other }
  const waiting = await goThrough({ steps: [all], happenings: [handedOn, { what: 'agree', who: other }] })
  expect(await requestOf(waiting)).toMatchObject({ status: 'PENDING' })
  const through = await goThrough({ steps: [all], happenings: [handedOn, { what: 'agree', who: deputy }] })
  expect(await requestOf(through)).toMatchObject({ status: 'APPROVED' })
})
