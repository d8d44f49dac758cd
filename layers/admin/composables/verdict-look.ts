import type { Chime } from './useChime'
import type { Verdict } from './scan-queue'

/** How a verdict looks and sounds: never by colour alone. */
export interface VerdictLook {
  icon: string
  /** Colours of the whole stage; text on them reaches 4.5:1. */
  ground: string
  chime: Chime
  /** Key of the word under `gate.verdict`. */
  word: string
}

const green = 'bg-green-700 text-white'
const amber = 'bg-amber-400 text-slate-950'
const red = 'bg-red-700 text-white'

const looks: Record<Verdict['kind'], VerdictLook> = {
  admitted: { icon: 'i-lucide-circle-check-big', ground: green, chime: 'admitted', word: 'admitted' },
  denied: { icon: 'i-lucide-octagon-x', ground: red, chime: 'denied', word: 'denied' },
  refused: { icon: 'i-lucide-octagon-x', ground: red, chime: 'denied', word: 'denied' },
  incomplete: { icon: 'i-lucide-id-card', ground: amber, chime: 'attention', word: 'incomplete' },
  silent: { icon: 'i-lucide-wifi-off', ground: amber, chime: 'attention', word: 'silent' },
}

/** The look of a verdict; an exit has words of its own. */
export function lookOf(verdict: Verdict): VerdictLook {
  const look = looks[verdict.kind]
  if (verdict.kind !== 'admitted') return look
  const isExit = verdict.scan.direction === 'EXIT'
  const icon = isExit ? 'i-lucide-door-open' : look.icon
  return { ...look, icon, word: verdict.checkin.forced ? 'forced' : isExit ? 'left' : 'admitted' }
}
