import type { AccessWindow } from '#shared/access-rules'
import type { AccessEffect, AccessRulePeriod } from '#shared/generated/gql/graphql'
import type { Rule } from './rule-documents'

/** A window as the form types it. */
export interface DraftWindow extends AccessWindow {
  key: number
}

/** A rule as the form types it; empty texts where nothing is chosen. */
export interface RuleDraft {
  name: string
  effect: AccessEffect
  siteId: string
  gateIds: string[]
  zoneIds: string[]
  visitorTypeIds: string[]
  windows: DraftWindow[]
  needsEscort: boolean
  isAssigned: boolean
  /** As it is typed; empty for as many as they want. */
  entriesLimit: string
  entriesPer: AccessRulePeriod
}

let keys = 0

/** The hours of a usual office. */
export const newWindow = (): DraftWindow => ({ key: ++keys, weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '20:00', holidays: 'CLOSED' })

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

/** What a form begins with: a rule that is there, or a new one. */
export function ruleDraftOf(rule?: Rule): RuleDraft {
  if (!rule) {
    return {
      name: '',
      effect: 'ADMIT',
      siteId: '',
      gateIds: [],
      zoneIds: [],
      visitorTypeIds: [],
      windows: [newWindow()],
      needsEscort: false,
      isAssigned: false,
      entriesLimit: '',
      entriesPer: 'PASS',
    }
  }
  return {
    name: rule.name,
    effect: rule.effect,
    siteId: rule.site?.id ?? '',
    gateIds: ids(rule.gates),
    zoneIds: ids(rule.zones),
    visitorTypeIds: ids(rule.visitorTypes),
    windows: rule.windows.map((window) => ({ ...window, key: ++keys })),
    needsEscort: rule.needsEscort,
    isAssigned: rule.isAssigned,
    entriesLimit: rule.entriesLimit === null ? '' : String(rule.entriesLimit),
    entriesPer: rule.entriesPer,
  }
}

/** How many entries are typed; null for none, and 0, which the server refuses in words, for what is no number. */
const limitOf = (typed: string): number | null => (typed.trim() === '' ? null : /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : 0)

/** What is sent of a form. Whoever is refused is not escorted, and not counted. */
export const ruleInput = ({ windows, siteId, needsEscort, entriesLimit, ...rule }: RuleDraft) => ({
  ...rule,
  siteId: siteId || null,
  needsEscort: rule.effect === 'ADMIT' && needsEscort,
  entriesLimit: rule.effect === 'ADMIT' ? limitOf(entriesLimit) : null,
  windows: windows.map(({ weekdays, from, to, holidays }) => ({ weekdays, from, to, holidays })),
})
