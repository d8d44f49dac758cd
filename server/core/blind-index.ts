import { createHmac } from 'node:crypto'
import type { Keyring } from '../infra/keyring'

/** Values that can be found without being readable. */
export type IndexedField = 'name' | 'email' | 'phone' | 'plate' | 'card'

/** A name as it is compared: compatible forms, case, ё and the space between words make no difference. */
export const comparable = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').trim().replace(/\s+/gu, ' ')

const digest = (keyring: Keyring, field: string, value: string): Buffer =>
  createHmac('sha256', keyring.index).update(`visitors.${field}\0${value}`).digest()

/** A keyed hash by which equal values are found: 16 bytes. Without the organization's key it tells equal from unequal only. */
export const blindIndex = (keyring: Keyring, field: IndexedField, value: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(digest(keyring, field, comparable(value)).subarray(0, 16))

/** The words of a name. */
export const wordsOf = (name: string): string[] => comparable(name).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** Lengths of the beginnings of words that can be looked up. */
const lengths = [6, 4, 2]

/** The beginning of a word by which it is looked up: the longest indexed one that it has. */
const beginningOf = (symbols: string[]): string => symbols.slice(0, lengths.find((length) => length <= symbols.length) ?? 1).join('')

const bucketOf = (keyring: Keyring, beginning: string): number => digest(keyring, 'name-token', beginning).readUInt16BE(0)

/** The buckets in which a name is found: of each word its first 2, 4 and 6 letters, a single letter by itself. */
export function nameTokens(keyring: Keyring, name: string): number[] {
  const beginnings = wordsOf(name)
    .slice(0, 12)
    .flatMap((word) => {
      const symbols = [...word]
      return symbols.length === 1
        ? [word]
        : lengths.filter((length) => length <= symbols.length).map((length) => symbols.slice(0, length).join(''))
    })
  return [...new Set(beginnings.map((beginning) => bucketOf(keyring, beginning)))]
}

const isLong = (word: string): boolean => [...word].length > 1

/**
 * The buckets to look into for what somebody typed: of its single letters, which begin too many names, only where there is nothing longer.
 * Others share them: what is found must be compared in clear.
 */
export function searchTokens(keyring: Keyring, text: string): number[] {
  const words = wordsOf(text)
  const looked = words.some(isLong) ? words.filter(isLong) : words
  return [...new Set(looked.map((word) => bucketOf(keyring, beginningOf([...word]))))]
}

/** Whether each word that was typed begins a word of the name; single letters alone are whole words. */
export function matchesName(name: string, typed: string): boolean {
  const [words, looked] = [wordsOf(name), wordsOf(typed)]
  const begins = looked.some(isLong)
  return looked.every((word) => words.some((each) => (begins ? each.startsWith(word) : each === word)))
}
