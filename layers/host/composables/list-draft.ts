import type { ColumnKind, GuestTable } from '#shared/guest-table'

/** A file of guests that was read, and what its columns hold. */
export interface ReadFile {
  table: GuestTable
  /** Empty for what was pasted. */
  name: string
  kinds: ColumnKind[]
  hasTitles: boolean
}

/** Whether the columns say who the guests are. */
export const namesGuests = ({ kinds }: Pick<ReadFile, 'kinds'>): boolean =>
  (['name', 'lastName', 'firstName'] as const).some((kind) => kinds.includes(kind))
