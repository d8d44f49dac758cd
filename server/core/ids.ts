import { v7 } from 'uuid'

/** A new primary key: uuid v7, so that rows made together stand together in the index. */
export const newId = (): string => v7()

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** The least primary key of a moment: everything made later sorts after it. */
export const idAt = (millis: number): string => v7({ msecs: millis, random: new Uint8Array(16), seq: 0 })

/** When a primary key was made, in milliseconds. */
export const timeOfId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

/** Whether a text can be a primary key at all; anything else behaves as a row that does not exist. */
export const isId = (text: string): boolean => uuid.test(text)
