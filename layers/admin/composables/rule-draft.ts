import type { AccessWindow } from '#shared/access-rules'
import type { AccessEffect } from '#shared/generated/gql/graphql'
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
  }
}

/** What is sent of a form. Whoever is refused is not escorted. */
export const ruleInput = ({ windows, siteId, needsEscort, ...rule }: RuleDraft) => ({
  ...rule,
  siteId: siteId || null,
  needsEscort: rule.effect === 'ADMIT' && needsEscort,
  windows: windows.map(({ weekdays, from, to, holidays }) => ({ weekdays, from, to, holidays })),
})
