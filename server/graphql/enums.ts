import { builder } from './builder'

/** An enum of the schema whose values all say what they mean. */
export const enumOf = <const T extends Record<string, string>>(name: string, description: string, values: T) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(Object.entries(values).map(([value, text]) => [value, { value, description: text }])) as {
      [K in keyof T & string]: { value: K; description: string }
    },
  })

/** Languages. */
export const LocaleType = enumOf('Locale', 'A language of the product.', { RU: 'Russian.', EN: 'English.' })

/** Where a request for approval stands. */
export const ApprovalStatusType = enumOf('ApprovalStatus', 'Where a request for approval stands.', {
  PENDING: 'Waits.',
  APPROVED: 'All have agreed.',
  REFUSED: 'One has not agreed.',
  WITHDRAWN: 'The visit was called off, or needs nobody’s word any more.',
  LAPSED: 'The visit was over before all had agreed.',
})

/** Where a list of guests stands. */
export const GuestListStatusType = enumOf('GuestListStatus', 'Where a list of guests who are invited together stands.', {
  COLLECTING: 'Rows are being added; nobody is invited yet.',
  RUNNING: 'Its guests are being invited.',
  DONE: 'Everybody who can be invited is.',
  CANCELED: 'It was stopped; who was invited until then stays so.',
  FAILED: 'The site was closed, or the host left, before all were invited.',
})

/** How a controller of turnstiles is reached. */
export const ControllerDriverType = enumOf('ControllerDriver', 'How a controller of turnstiles is reached.', {
  HTTP: 'It is asked by signed requests to its address, and tells by signed requests to ours.',
  MQTT: 'Both sides send signed messages through a broker.',
})

/** Why a controller could not be brought up to date. */
export const ControllerProblemType = enumOf('ControllerProblem', 'Why a controller of turnstiles could not be brought up to date.', {
  UNREACHABLE: 'It does not answer.',
  TOO_SLOW: 'It took too long.',
  ADDRESS: 'Its address is in a network in which the operator lets no turnstiles be asked.',
  REFUSED: 'It, or its broker, does not let us in.',
  FORGED: 'Its answer was not signed with its secret, or long ago.',
  SERVER: 'It answered with an error.',
  NOT_UNDERSTOOD: 'Its answer was not understood.',
})

/** Why a controller did not take a credential. */
export const CredentialProblemType = enumOf('CredentialProblem', 'Why a controller did not take a credential.', {
  FULL: 'It has no room.',
  INVALID: 'It cannot use it.',
  OTHER: 'It said something else.',
})

/** Where what a controller holds is not what it should hold. */
export const ControllerDifferenceKindType = enumOf(
  'ControllerDifferenceKind',
  'Where what a controller holds is not what it should hold.',
  {
    MISSING: 'It holds nothing of a pass that it should let in or out.',
    OUTDATED: 'It holds something else of the pass than it should.',
    SURPLUS: 'It holds something of a pass that it should hold nothing of.',
  },
)

/** What a controller tells of. */
export const ControllerEventKindType = enumOf('ControllerEventKind', 'What a controller of turnstiles tells of.', {
  PRESENTED: 'A code was shown, and the arm waits for the answer.',
  TURNED: 'The arm turned: somebody went through.',
  NOT_TURNED: 'The arm was free and did not turn.',
  TIMED_OUT: 'The arm was free for too long, or no answer came in time.',
  DENIED: 'The controller kept the arm shut by its own decision.',
})

/** What became of something that a controller told. */
export const ControllerEventOutcomeType = enumOf('ControllerEventOutcome', 'What became of something that a controller told.', {
  WAITING: 'It waits for what belongs to it.',
  OPENED: 'The arm was let go.',
  KEPT_SHUT: 'The arm was kept shut.',
  CONFIRMED: 'It is as was decided.',
  RECORDED: 'It was recorded as the controller decided it.',
  CONFLICT: 'It was recorded, and contradicts what else is known: somebody has to look.',
  ANNULLED: 'Nobody went through: the check-in does not count.',
  CONTRADICTED: 'Another event says that the arm did turn: that one counts.',
  UNKNOWN_READER: 'Nobody has said at which gate this reader is: it is kept and moves nobody.',
  AFTER_REVOCATION: 'The controller had been revoked by then: it is kept and moves nobody.',
})

/** What a calendar for programs tells. */
export const CalendarFeedContentType = enumOf('CalendarFeedContent', 'What a calendar that programs read tells.', {
  EVERYTHING: 'Visits with their guests, places and notes.',
  BUSY: 'That the host is busy, as events; no names, places or words.',
  FREE_BUSY: 'When the host is busy, as free/busy times (VFREEBUSY) alone.',
})

/** How a calendar outside is read. */
export const OutsideCalendarKindType = enumOf('OutsideCalendarKind', 'How a calendar outside is read.', {
  ICS: 'As one file at an address (iCalendar).',
  CALDAV: 'By asking its server for its events (CalDAV).',
})

/** Why a calendar outside could not be read. */
export const OutsideCalendarProblemType = enumOf('OutsideCalendarProblem', 'Why a calendar outside could not be read.', {
  UNREACHABLE: 'Its server does not answer.',
  REFUSED: 'Its server asks for a user and a password, or refuses these.',
  NOT_FOUND: 'There is nothing at the address any more.',
  SERVER: 'Its server answered with an error.',
  ADDRESS: 'The address leads to where nothing is asked: inside a network, or not by https.',
  NOT_A_CALENDAR: 'What is there is no calendar.',
  TOO_LARGE: 'It is larger than is read.',
  TOO_MANY: 'It has more events than are read.',
  TOO_SLOW: 'Its server, or reading it, took too long.',
})

/** From where it is known that somebody is busy. */
export const BusySourceType = enumOf('BusySource', 'From where it is known that somebody or something is busy.', {
  VISIT: 'A visit.',
  CALENDAR: 'A calendar outside.',
})

/** Where a booked visit stands. */
export const AppointmentStatusType = enumOf('AppointmentStatus', 'Where a booked visit stands.', {
  PENDING_APPROVAL: 'Waits for an approval.',
  SCHEDULED: 'Will take place.',
  CANCELED: 'Was called off.',
  COMPLETED: 'Is over.',
})

/** Which visits of a series. */
export const EditScopeType = enumOf('EditScope', 'Which visits of a series. What has begun is never touched.', {
  THIS: 'This one.',
  FOLLOWING: 'This one and those after it.',
  ALL: 'All that are still ahead.',
})

/** Where a pass stands. */
export const VisitPassStatusType = enumOf('VisitPassStatus', 'Where a pass stands.', {
  DRAFT: 'Made, not signed yet.',
  PENDING_APPROVAL: 'Waits for an approval.',
  ACTIVE: 'Opens gates within its window.',
  SUSPENDED: 'Set aside for now.',
  REVOKED: 'Withdrawn for good.',
  EXPIRED: 'Its window is over.',
  USED: 'All its entries are used.',
})

/** Kinds of passes. */
export const VisitPassTypeType = enumOf('VisitPassType', 'How often a pass opens gates, and for how many.', {
  SINGLE: 'One entry.',
  MULTI: 'Any number of entries within its window.',
  GROUP: 'Several people on one pass.',
})

/** What a guest said to the invite. */
export const GuestReplyType = enumOf('GuestReply', 'What a guest said to the invite.', {
  CONFIRMED: 'They will come.',
  DECLINED: 'They will not.',
})

/** Where the person is. */
export const PresenceType = enumOf('Presence', 'Where the bearer of a pass is: another matter than the state of the pass.', {
  EXPECTED: 'Has not come yet.',
  INSIDE: 'Is inside.',
  LEFT: 'Came and left.',
})

/** Directions through a gate. */
export const DirectionType = enumOf('Direction', 'Which way through a gate.', { ENTRY: 'In.', EXIT: 'Out.' })

/** What came of a scan. */
export const ScanResultType = enumOf('ScanResult', 'What came of a scan.', {
  ADMITTED: 'The gate may open.',
  DENIED: 'The gate stays shut.',
  CONFLICT: 'Made offline and not reconcilable; kept for a person to look at.',
  ANNULLED: 'Withdrawn: the arm did not turn.',
})

/** Why a scan was denied. */
export const DenialReasonType = enumOf('DenialReason', 'Why a scan was denied.', {
  UNKNOWN_CODE: 'No pass of this organization has the code.',
  STALE_CODE: 'The code was replaced by a newer one.',
  REVOKED: 'The pass was withdrawn.',
  BLOCKED: 'The pass is set aside.',
  PENDING_APPROVAL: 'The visit is not approved yet.',
  APPOINTMENT_CANCELED: 'The visit was called off.',
  NOT_YET_VALID: 'Too early.',
  EXPIRED: 'Too late.',
  OUTSIDE_WINDOW: 'Not at this time of day or week.',
  WRONG_GATE: 'Not through this gate.',
  ALREADY_USED: 'All entries are used.',
  CHECKOUT_REQUIRED: 'Inside already; has to leave first.',
  CAPACITY_REACHED: 'The place is full.',
  ESCORT_REQUIRED: 'Only with an escort.',
  RULE: 'A rule of the organization forbids it.',
  AMBIGUOUS: 'The code could mean several passes.',
  INTERNAL: 'The decision could not be made.',
})

/** What a scan may still ask for. */
export const ScanRequirementType = enumOf('ScanRequirement', 'What a steward must see to before the scan can be settled.', {
  AGREEMENT: 'A signed agreement.',
  DOCUMENT: 'A document.',
  PHOTO: 'A photo.',
  ESCORT: 'An escort.',
  CONFIRM_IDENTITY: 'A look at the guest’s identity document.',
  QUESTION: 'An answer to a question.',
})

/** What becomes of the passes of a cancelled visit. */
export const CancelPassesType = enumOf('CancelPasses', 'What becomes of the passes of a visit that is called off.', {
  REVOKE: 'They are withdrawn at once.',
  KEEP: 'They stay valid.',
})

/** How a list of appointments is ordered. */
export const AppointmentOrderType = enumOf('AppointmentOrder', 'How a list of appointments is ordered.', {
  STARTS_AT_ASC: 'Earliest first.',
  STARTS_AT_DESC: 'Latest first.',
})

/** Whether a person may come in. */
export const MemberStatusType = enumOf('MemberStatus', 'Whether a person may come into the organization.', {
  INVITED: 'Has not followed the invitation yet.',
  ACTIVE: 'May sign in.',
  SUSPENDED: 'Is shut out for now.',
})

/** Of whom a second factor is asked. */
export const SecondFactorDemandType = enumOf('SecondFactorDemand', 'Of whom an organization asks a second factor.', {
  OPTIONAL: 'Of nobody: people may have one.',
  ROLES: 'Of the holders of certain roles.',
  EVERYBODY: 'Of all its people.',
})

/** How guests show who they are. */
export const GuestAccessType = enumOf('GuestAccess', 'How guests show who they are before they see the code of their pass.', {
  LINK: 'By the invite link.',
  OTP: 'By the invite link, and a one-time code or link from their mail.',
})

/** How a list of people is ordered. */
export const MemberOrderType = enumOf('MemberOrder', 'How a list of people is ordered.', {
  NAME_ASC: 'By name.',
  CREATED_AT_DESC: 'Newest first.',
})

/** What a one-time link is for. */
export const AccountLinkPurposeType = enumOf('AccountLinkPurpose', 'What a one-time link is for.', {
  INVITATION: 'To join an organization.',
  PASSWORD_RESET: 'To set a new password.',
})

/** How a provider is spoken to. */
export const IdentityProtocolType = enumOf('IdentityProtocol', 'How an identity provider is spoken to.', {
  OIDC: 'OpenID Connect: authorization code with PKCE.',
  SAML: 'SAML 2.0: signed assertions.',
})

/** Whose second factor counts where a provider signs people in. */
export const ProviderSecondFactorType = enumOf('ProviderSecondFactor', 'Whose second factor counts where a provider signs people in.', {
  OURS: 'This product asks for it, as after a password.',
  ASSERTED: 'The provider’s, where it says that it asked for one (amr, acr); otherwise this product asks.',
})

/** What a test of a provider looks at. */
export const ProviderTestStepType = enumOf('IdentityProviderTestStepName', 'What a test of an identity provider looks at.', {
  DISCOVERY: 'The provider answers and says what it is.',
  SIGN_IN: 'A person came back with an answer that was proved.',
  ADDRESS: 'The answer holds an address that counts.',
  PERSON: 'The person would come in.',
  SECOND_FACTOR: 'The provider says that it asked for a second factor.',
})

/** Why a step of a test did not go well. */
export const ProviderTestProblemType = enumOf('IdentityProviderTestProblem', 'Why a step of a test did not go well.', {
  UNREACHABLE: 'Nobody answers at the address, or it may not be asked.',
  NOT_A_PROVIDER: 'What answers is no such provider, or calls itself otherwise.',
  REFUSED: 'The provider refused.',
  INVALID_ANSWER: 'The answer could not be proved.',
  EMAIL_MISSING: 'The answer holds no e-mail address.',
  EMAIL_UNVERIFIED: 'The provider does not say that the address was verified.',
  DOMAIN_UNVERIFIED: 'The address is of no verified domain of the organization.',
  NOT_A_MEMBER: 'The person does not belong to the organization.',
  SUSPENDED: 'The person is suspended.',
  OTHER_IDENTITY: 'The account is tied to somebody else at the provider.',
  NOT_ASSERTED: 'The provider does not say that it asked for a second factor.',
})

/** Where a file of many visitors stands. */
export const VisitorExportStatusType = enumOf('VisitorExportStatus', 'Where a file of many visitors stands.', {
  REQUESTED: 'Waits for a second person.',
  APPROVED: 'Allowed; the file is being made.',
  DECLINED: 'The second person did not agree.',
  READY: 'Can be fetched for a day by whoever asked for it.',
  DELETED: 'Thrown away because a visitor in it was erased.',
  EXPIRED: 'Its day is over, or nobody decided within a week.',
  WITHDRAWN: 'Whoever asked for it took it back.',
})
