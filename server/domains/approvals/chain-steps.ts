import { deadlineOutcomes } from '#shared/limits'
import { approverKinds } from '#shared/schemas/approvals'
import { z } from 'zod'

/** Somebody who is asked at a step, by the ids of users and roles. */
const storedApprover = z.object({
  kind: z.enum(approverKinds),
  userId: z.string().nullable(),
  roleId: z.string().nullable(),
  deputyId: z.string().nullable(),
})

const storedStep = z.object({
  approvers: z.array(storedApprover),
  /** How many have to agree. */
  needed: z.union([z.literal('ALL'), z.int()]),
  deadlineHours: z.int().nullable(),
  // Instead of hours, where somebody waits at the reception.
  deadlineMinutes: z.int().optional(),
  workingHours: z.boolean(),
  atDeadline: z.enum(deadlineOutcomes),
  escalateTo: z.array(storedApprover),
})

/** Somebody whom a step names. */
export type StoredApprover = z.infer<typeof storedApprover>

/** A step of a chain, as chains and requests keep it. */
export type StoredStep = z.infer<typeof storedStep>

/** The steps of a chain or of a request. @throws ZodError for what this version did not write */
export const readSteps = (stored: unknown): StoredStep[] => z.array(storedStep).parse(stored)

/** For what a chain holds, as one text: no two chains hold for the same. */
export const holdsForOf = ({ siteId, visitorTypeId }: { siteId: string | null; visitorTypeId: string | null }): string =>
  `${siteId ?? '*'}/${visitorTypeId ?? '*'}`

interface Place {
  siteId: string | null
  visitorTypeId: string | null
}

/**
 * The chain that holds for guests of a type at a site. One for the type and the site comes before one for the type, that before one for
 * the site, and that before the one for everybody.
 * @returns null where nobody has to agree
 */
export function chainFor<C extends Place>(chains: readonly C[], at: { siteId: string; visitorTypeId: string | null }): C | null {
  const fits = (chain: C) =>
    (chain.siteId === null || chain.siteId === at.siteId) && (chain.visitorTypeId === null || chain.visitorTypeId === at.visitorTypeId)
  const weight = ({ siteId, visitorTypeId }: C) => (visitorTypeId ? 2 : 0) + (siteId ? 1 : 0)
  return chains.filter(fits).toSorted((one, other) => weight(other) - weight(one))[0] ?? null
}
