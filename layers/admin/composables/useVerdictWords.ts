import type { Ref } from 'vue'
import type { Verdict } from './scan-queue'
import { lookOf } from './verdict-look'

/** A verdict as it is read aloud: the word, who it is, and why or what to do. */
export function useVerdictWords(verdict: Ref<Verdict | null>, isChecking: Ref<boolean>) {
  const { t } = useI18n()

  function reasonOf(shown: Verdict): string {
    if (shown.kind === 'silent') return t(shown.why ? `gate.offline.unable.${shown.why}` : 'gate.silent')
    if (shown.kind === 'incomplete')
      return shown.missing.map((need) => t(`gate.missing.${need}`, { name: shown.pass.visitor.name })).join(' ')
    return 'message' in shown ? shown.message : ''
  }

  return computed(() => {
    const shown = verdict.value
    if (!shown) return isChecking.value ? t('gate.checking') : ''
    const name = 'pass' in shown ? shown.pass?.visitor.name : undefined
    return [t(`gate.verdict.${lookOf(shown).word}`), name, reasonOf(shown)].filter(Boolean).join('. ')
  })
}
