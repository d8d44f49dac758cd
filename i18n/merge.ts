import { isMessageAST, type LocaleMessage } from '@intlify/core-base'
import type { VueMessageType } from 'vue-i18n'

/** Texts of the interface, by section and name; those with values are compiled (`modules/texts-by-part.ts`). */
export type Messages = LocaleMessage<VueMessageType>

const isTree = (value: unknown): value is Messages => typeof value === 'object' && value !== null && !isMessageAST(value)

/** The texts of both, section by section. A text that both have is taken from the second. */
export function merge(one: Messages, other: Messages): Messages {
  const merged = { ...one }
  for (const [name, value] of Object.entries(other)) {
    const known = merged[name]
    merged[name] = isTree(known) && isTree(value) ? merge(known, value) : value
  }
  return merged
}
