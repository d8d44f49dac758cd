import type { ApprovalChain, ApprovalRequest, Prisma } from '../../generated/prisma/client'
import { readSteps, type StoredStep } from './chain-steps'

/** How long a host has to answer before others are asked too, in minutes: somebody stands and waits. */
export const walkInMinutes = 5

/** The host is asked first about somebody at the reception; others too once they have not answered. */
const hostStep: StoredStep = {
  approvers: [{ kind: 'HOST', userId: null, roleId: null, deputyId: null }],
  needed: 1,
  deadlineHours: null,
  deadlineMinutes: walkInMinutes,
  workingHours: false,
  atDeadline: 'ESCALATE',
  escalateTo: [],
}

/** By what a request goes on: its chain, if there is one, and its steps. */
type Course = Pick<ApprovalRequest, 'approvalChainId' | 'allowsOwn' | 'isWalkIn'> & { steps: Prisma.JsonArray }

/** How people are asked about somebody at the reception: the host, and then whomever the chain for such guests names. */
export const walkInCourse = (chain: Pick<ApprovalChain, 'id' | 'steps' | 'allowsOwn'> | null): Course => ({
  approvalChainId: chain?.id ?? null,
  allowsOwn: chain?.allowsOwn ?? false,
  isWalkIn: true,
  steps: [hostStep, ...(chain ? readSteps(chain.steps) : [])] as unknown as Prisma.JsonArray,
})
