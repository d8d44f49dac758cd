import type { ApprovalQuorum, ApproverKind, DeadlineOutcome } from '#shared/generated/gql/graphql'
import type { Chain } from './chain-documents'

/** An approver as the form types them; empty texts where nothing is chosen. */
export interface DraftApprover {
  key: number
  kind: ApproverKind
  memberId: string
  roleId: string
  deputyMemberId: string
}

/** A step as the form types it. */
export interface DraftStep {
  key: number
  approvers: DraftApprover[]
  quorum: ApprovalQuorum
  count: number
  deadlineHours: number | ''
  workingHours: boolean
  atDeadline: DeadlineOutcome
  escalateTo: DraftApprover[]
}

/** A chain as the form types it. */
export interface ChainDraft {
  name: string
  siteId: string
  visitorTypeId: string
  allowsOwn: boolean
  steps: DraftStep[]
}

let keys = 0

/** An approver of whom nothing is chosen yet. */
export const newApprover = (): DraftApprover => ({ key: ++keys, kind: 'PERSON', memberId: '', roleId: '', deputyMemberId: '' })

/** A step that asks one person, without a deadline. */
export const newStep = (): DraftStep => ({
  key: ++keys,
  approvers: [newApprover()],
  quorum: 'ANY',
  count: 2,
  deadlineHours: '',
  workingHours: true,
  atDeadline: 'ESCALATE',
  escalateTo: [],
})

const draftApprover = ({ kind, memberId, roleId, deputyMemberId }: Chain['steps'][number]['approvers'][number]): DraftApprover => ({
  key: ++keys,
  kind,
  memberId: memberId ?? '',
  roleId: roleId ?? '',
  deputyMemberId: deputyMemberId ?? '',
})

/** What a form begins with: a chain that is there, or a new one. */
export function draftOf(chain?: Chain): ChainDraft {
  if (!chain) return { name: '', siteId: '', visitorTypeId: '', allowsOwn: false, steps: [newStep()] }
  return {
    name: chain.name,
    siteId: chain.site?.id ?? '',
    visitorTypeId: chain.visitorTypeId ?? '',
    allowsOwn: chain.allowsOwn,
    steps: chain.steps.map((step) => ({
      ...step,
      key: ++keys,
      count: step.count ?? 2,
      deadlineHours: step.deadlineHours ?? '',
      approvers: step.approvers.map(draftApprover),
      escalateTo: step.escalateTo.map(draftApprover),
    })),
  }
}

const approverInput = ({ kind, memberId, roleId, deputyMemberId }: DraftApprover) => ({
  kind,
  memberId: kind === 'PERSON' ? memberId || null : null,
  roleId: kind === 'ROLE' ? roleId || null : null,
  deputyMemberId: deputyMemberId || null,
})

/** What is sent of a form. */
export const chainInput = ({ name, siteId, visitorTypeId, allowsOwn, steps }: ChainDraft) => ({
  name,
  siteId: siteId || null,
  visitorTypeId: visitorTypeId || null,
  allowsOwn,
  steps: steps.map(({ approvers, quorum, count, deadlineHours, workingHours, atDeadline, escalateTo }) => ({
    approvers: approvers.map(approverInput),
    quorum,
    count: quorum === 'COUNT' ? count : null,
    deadlineHours: deadlineHours === '' ? null : deadlineHours,
    workingHours,
    atDeadline,
    escalateTo: atDeadline === 'ESCALATE' ? escalateTo.map(approverInput) : [],
  })),
})
