import { comparablePlate, isPlate } from '../plate'

/** How a reader says that what it read is a card, or the plate of a vehicle, and not a code of ours. */
export const identifierPrefixes = { card: 'CARD:', plate: 'PLATE:' } as const

/** What tells of a pass beside its code. */
export type IdentifierKind = keyof typeof identifierPrefixes

/** A number of a card as it is compared: readers put signs between its digits, or none. */
export const comparableCard = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s:;.,_-]/g, '')

/** Whether something can be the number of a card, decimal or hexadecimal. */
export const isCard = (typed: string): boolean => typed.length <= 64 && /^[\dA-F]{4,32}$/.test(comparableCard(typed))

/** What a reader read that is no code; null for everything else. `value` is as it is compared. */
export function readIdentifier(text: string): { kind: IdentifierKind; value: string } | null {
  const read = text.replace(/[\r\n\t]+$/, '')
  const { card, plate } = identifierPrefixes
  if (read.startsWith(card)) {
    const number = read.slice(card.length)
    return isCard(number) ? { kind: 'card', value: comparableCard(number) } : null
  }
  if (!read.startsWith(plate)) return null
  const typed = read.slice(plate.length)
  return isPlate(typed) ? { kind: 'plate', value: comparablePlate(typed) } : null
}

/** What a gate believes beside codes. */
export interface GateReading {
  readsCards: boolean
  readsPlates: boolean
}

/**
 * What somebody typed, or a reader that says nothing of its kind, as a gate is to take it: a number of digits is a card where cards are read, and what
 * can be a plate is one where those are. Codes stay as they are.
 * @param isCode whether it is a code of ours
 */
export function asIdentifier(text: string, isCode: boolean, { readsCards, readsPlates }: GateReading): string {
  if (readsCards && isCard(text) && (!isCode || /^\d+$/.test(comparableCard(text)))) return identifierPrefixes.card + comparableCard(text)
  if (!isCode && readsPlates && isPlate(text)) return identifierPrefixes.plate + comparablePlate(text)
  return text
}
