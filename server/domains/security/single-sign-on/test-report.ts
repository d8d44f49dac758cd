import { z } from 'zod'
import type { ProviderProblem } from './assertion'

/** What a test looks at, in this order. */
export const testSteps = ['DISCOVERY', 'SIGN_IN', 'ADDRESS', 'PERSON', 'SECOND_FACTOR'] as const

/** Why a step of a test may fail. */
export const testProblems = [
  'UNREACHABLE',
  'NOT_A_PROVIDER',
  'REFUSED',
  'INVALID_ANSWER',
  'EMAIL_MISSING',
  'EMAIL_UNVERIFIED',
  'DOMAIN_UNVERIFIED',
  'NOT_A_MEMBER',
  'SUSPENDED',
  'OTHER_IDENTITY',
  'NOT_ASSERTED',
] as const satisfies (ProviderProblem | 'NOT_ASSERTED')[]

const step = z.object({ step: z.enum(testSteps), problem: z.enum(testProblems).nullable(), detail: z.string().nullable() })

/** What one step of a test found; no problem where it went well. */
export type TestStep = z.infer<typeof step>

const report = z.array(step)

/** What the database keeps of the last test; empty where there was none, or another version wrote it. */
export function readReport(stored: unknown): TestStep[] {
  const read = report.safeParse(stored)
  return read.success ? read.data : []
}

/** Whether a test went through every step without a problem. */
export const hasPassed = (steps: TestStep[]): boolean =>
  steps.some((each) => each.step === 'PERSON') && steps.every(({ problem }) => problem === null)
