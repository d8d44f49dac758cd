import { createHmac } from 'node:crypto'
import type { Keyring } from '../../infra/keyring'
import type { EntryRecord } from './entry-record'
import { keysOfGiven, keysOfListed, keysOfWord } from './matching/name-keys'
import { readName } from './matching/read-name'

/** 32 bits of a keyed hash: equal keys meet, and nothing is read from them. */
const tokenOf = (keyring: Keyring, key: string): number =>
  createHmac('sha256', keyring.index).update(`watchlist\0${key}`).digest().readUInt32BE(0)

const tokensOf = (keyring: Keyring, keys: readonly string[]): number[] => [...new Set(keys.map((key) => tokenOf(keyring, key)))]

/** Under what somebody of the list is kept: all their names. */
export const tokensOfEntry = (keyring: Keyring, { name, aliases }: EntryRecord): number[] =>
  tokensOf(
    keyring,
    [name, ...aliases].flatMap((each) => keysOfListed(readName(each))),
  )

/** Under what a visitor is looked for. */
export const tokensOfVisitor = (keyring: Keyring, name: string): number[] => tokensOf(keyring, keysOfGiven(readName(name)))

/** For each word that somebody typed, under what it is looked for. */
export const tokensOfWords = (keyring: Keyring, typed: string): number[][] =>
  readName(typed)
    .filter(({ isInitial }) => !isInitial)
    .map((word) => tokensOf(keyring, keysOfWord(word)))
