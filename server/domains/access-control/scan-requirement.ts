import type { scanRequirements } from '#shared/schemas/access-control'

/** What a steward must see to before a scan can be settled. */
export type ScanRequirement = (typeof scanRequirements)[number]
