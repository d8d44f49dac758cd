import { z } from 'zod'
import { chainLimits, deadlineOutcomes, quorums } from '../limits'
import { line, lines } from './visitors'

/** Who can be named at a step. */
export const approverKinds = ['PERSON', 'ROLE', 'HOST', 'DEPARTMENT_HEAD'] as const

/** Somebody who is asked: the ids are those of people and roles of the organization. */
const approverSchema = z
  .object({
    kind: z.enum(approverKinds),
    memberId: z.string().nullish(),
    roleId: z.string().nullish(),
    deputyId: z.string().nullish(),
  })
  .refine(({ kind, memberId }) => kind !== 'PERSON' || !!memberId, { path: ['memberId'], error: 'errors.approverMissing' })
  .refine(({ kind, roleId }) => kind !== 'ROLE' || !!roleId, { path: ['roleId'], error: 'errors.approverMissing' })

/** A step of a chain: whom it asks, how many have to agree, and until when. */
const stepSchema = z
  .object({
    approvers: z.array(approverSchema).min(1, 'errors.approversRequired').max(chainLimits.approvers, 'errors.approversTooMany'),
    quorum: z.enum(quorums),
    count: z.int('errors.approvalCountInvalid').min(1, 'errors.approvalCountInvalid').max(chainLimits.approvers).nullish(),
    deadlineHours: z
      .int('errors.deadlineInvalid')
      .min(1, 'errors.deadlineInvalid')
      .max(chainLimits.deadlineHours, 'errors.deadlineInvalid')
      .nullish(),
    workingHours: z.boolean(),
    atDeadline: z.enum(deadlineOutcomes),
    escalateTo: z.array(approverSchema).max(chainLimits.approvers, 'errors.approversTooMany'),
  })
  .refine(({ quorum, count }) => quorum !== 'COUNT' || !!count, { path: ['count'], error: 'errors.approvalCountInvalid' })

const chainContent = {
  name: line(120).min(1, 'errors.chainNameRequired'),
  siteId: z.string().nullish(),
  visitorTypeId: z.string().nullish(),
  allowsOwn: z.boolean(),
  steps: z.array(stepSchema).min(1, 'errors.stepsRequired').max(chainLimits.steps, 'errors.stepsTooMany'),
}

/** What making a chain of approvals takes. */
export const createApprovalChainSchema = z.object(chainContent)

/** What changing a chain takes, and which version of it was seen. */
export const updateApprovalChainSchema = z.object({ approvalChainId: z.string(), version: z.int(), ...chainContent })

/** What deleting a chain takes. */
export const deleteApprovalChainSchema = z.object({ approvalChainId: z.string() })

/** Who heads a department; nobody where no one is named. */
export const setDepartmentHeadSchema = z.object({ departmentId: z.string(), memberId: z.string().nullish() })

/** What deciding takes: what it is about, which turn of it was seen, and for a refusal why. */
export const decideApprovalSchema = z
  .object({
    approvalRequestId: z.string(),
    turn: z.int(),
    verdict: z.enum(['APPROVED', 'REFUSED']),
    reason: lines(500).nullish(),
  })
  .refine(({ verdict, reason }) => verdict !== 'REFUSED' || !!reason, { path: ['reason'], error: 'errors.reasonRequired' })

/** A step as it is typed and sent. */
export type ApprovalStepInput = z.input<typeof stepSchema>

/** An approver as they are typed and sent. */
export type ApproverInput = z.input<typeof approverSchema>
