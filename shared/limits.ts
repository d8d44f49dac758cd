// Without imports: pages that only need to know how much may be typed do not load what checks it.

/** For how many hours somebody who was not invited may be let in at most. */
export const walkInHours = 12

/** For how many hours somebody who registered themselves comes. */
export const guestWalkInHours = 4

/** Rows that one list of guests, people or names may have. */
export const mostListRows = 10_000

/** Rows of a list of guests that are sent at a time. */
export const rowsPerPart = 100

/** People who are imported at a time. */
export const peoplePerPart = 100

/** Rows of a list of names that are sent at a time. */
export const watchlistRowsPerPart = 100

/** Hosts whose presence is asked at a time. */
export const maxPresenceHosts = 20

/** Why somebody is away. */
export const absenceKinds = ['VACATION', 'SICK_LEAVE', 'BUSINESS_TRIP', 'REMOTE', 'OTHER'] as const

/** People who may receive the guests of a visit beside its host. */
export const mostCoHosts = 10

/** How much a chain of approvals may hold. */
export const chainLimits = { steps: 10, approvers: 20, deadlineHours: 720 } as const

/** What happens to a step of a chain that nobody has decided in time. */
export const deadlineOutcomes = ['ESCALATE', 'REFUSE', 'APPROVE'] as const

/** How many of those who are asked at a step have to agree. */
export const quorums = ['ANY', 'ALL', 'COUNT'] as const

/** Fields that one type of visitors may have, and choices that one field may have. */
export const [mostFields, mostChoices] = [30, 50] as const

/** The longest answer of a field, unless the field says less. */
export const longestAnswer = { SHORT_TEXT: 200, LONG_TEXT: 2_000 } as const

/** Slides that an induction may have, and answers to choose from on one. */
export const [mostSlides, mostAnswers] = [30, 6] as const

/** How much rules of access may hold. */
export const ruleLimits = { rules: 200, windows: 20, named: 100, zones: 100, holidays: 400, entries: 1_000, assigned: 20 } as const

/** How much of a roll call and of a count of heads is told at a time, and how long what is said may be. */
export const rollCallLimits = { told: 200, assemblyPoint: 80, note: 300, name: 120, people: 100, counts: 100, pin: 6 } as const
