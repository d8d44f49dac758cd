import type { scanRequirements } from '#shared/schemas/access-control'

/** What can still be outstanding of a pass, in the order in which a steward hears of it. */
export const passTasks = ['PHOTO', 'DOCUMENT', 'AGREEMENT', 'QUESTION', 'INDUCTION', 'ESCORT'] as const

/** Something that a guest of a type has to do or to have before they are let in. */
export type PassTask = (typeof passTasks)[number]

/** The place of each in the columns of a pass; never reused for another. */
const bits: Record<PassTask, number> = { AGREEMENT: 1, QUESTION: 2, INDUCTION: 4, DOCUMENT: 8, PHOTO: 16, ESCORT: 32 }

/** Tasks as a pass keeps them: one number, so that a scan reads and checks them without another statement. */
export const maskOf = (tasks: readonly PassTask[]): number => tasks.reduce((mask, task) => mask | bits[task], 0)

/** The tasks that a number stands for. */
export const tasksIn = (mask: number): PassTask[] => passTasks.filter((task) => (mask & bits[task]) !== 0)

type Requirement = (typeof scanRequirements)[number]

/** What a scanner is told of a task. The induction is told of as questions: to whoever stands at the gate they are one thing. */
const requirementOf = (task: PassTask): Requirement => (task === 'INDUCTION' ? 'QUESTION' : task)

/** What a scanner is told of what is outstanding, each once. */
export const requirementsIn = (mask: number): Requirement[] => [...new Set(tasksIn(mask).map(requirementOf))]

/** The tasks that a steward has seen to by their word. */
export const maskSeenTo = (fulfilled: readonly Requirement[]): number =>
  maskOf(passTasks.filter((task) => fulfilled.includes(requirementOf(task))))

/** Those that are seen to once for all entries of a pass; an escort is there or not each time. */
export const lasting = maskOf(passTasks.filter((task) => task !== 'ESCORT'))
