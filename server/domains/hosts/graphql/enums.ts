import { enumOf } from '../../../graphql/enums'

/** Why a host is away. */
export const HostAbsenceKindType = enumOf('HostAbsenceKind', 'Why a host is away.', {
  VACATION: 'On vacation.',
  SICK_LEAVE: 'Ill.',
  BUSINESS_TRIP: 'On a business trip.',
  REMOTE: 'Works from elsewhere.',
  OTHER: 'For another reason.',
})

/** What hosts are told of. */
export const HostNoticeKindType = enumOf('HostNoticeKind', 'Something that hosts are told of.', {
  GUEST_REPLIED: 'A guest said whether they come.',
  GUEST_LATE: 'A guest is late.',
  GUEST_HERE: 'A guest says to be here.',
  CHECKED_IN: 'A guest came in.',
  VISIT_CHANGED: 'Somebody else booked, changed or called off a visit.',
  GUEST_STAYS: 'A guest is inside although their visit is over. By mail alone.',
})
