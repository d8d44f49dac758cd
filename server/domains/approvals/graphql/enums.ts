import { enumOf } from '../../../graphql/enums'

/** How an approver is named. */
export const ApproverKindType = enumOf('ApproverKind', 'How somebody who has to agree is named.', {
  PERSON: 'A person.',
  ROLE: 'Whoever holds a role in the organization, at the site or over the department of the host.',
  HOST: 'The host, for visits that others book.',
  DEPARTMENT_HEAD: 'The head of the host’s department, or of the nearest one above it that has a head.',
})

/** How many have to agree. */
export const ApprovalQuorumType = enumOf('ApprovalQuorum', 'How many of those who are asked have to agree.', {
  ANY: 'One of them.',
  ALL: 'All of them.',
  COUNT: 'As many as said.',
})

/** What happens to a step that nobody has decided in time. */
export const DeadlineOutcomeType = enumOf('DeadlineOutcome', 'What happens to a step that nobody has decided in time.', {
  ESCALATE: 'Others are asked too, and the word of one of them is enough.',
  REFUSE: 'The request is refused.',
  APPROVE: 'The step is through.',
})

/** Where a step of a request stands. */
export const ApprovalStepStateType = enumOf('ApprovalStepState', 'Where a step of a request stands.', {
  DONE: 'Through.',
  SKIPPED: 'Left out: nobody but whoever asked would have decided.',
  NOW: 'Is asked now.',
  AHEAD: 'Is asked later.',
  REFUSED: 'Somebody has not agreed.',
})

/** What was decided. */
export const ApprovalVerdictType = enumOf('ApprovalVerdict', 'What was decided.', {
  APPROVED: 'Agreed.',
  REFUSED: 'Not agreed.',
  SKIPPED: 'Left out: nobody but whoever asked would have decided.',
})

/** As what somebody is asked. */
export const ApprovalStandingType = enumOf('ApprovalStanding', 'As what somebody is asked.', {
  APPROVER: 'For themselves.',
  DEPUTY: 'In the place of another.',
  ESCALATION: 'Because nobody had decided in time.',
  ADMINISTRATOR: 'As an administrator, because nobody else is there.',
})
