import type { GuestTable } from '#shared/guest-table'
import type { PeopleColumnKind } from '#shared/people-table'

/** A list of people that was read, and which of its columns holds what. */
export interface PeopleList {
  table: GuestTable
  kinds: PeopleColumnKind[]
  hasTitles: boolean
}

/** Whether it says of whom it is: by the address people are known. */
export const namesPeople = ({ kinds }: PeopleList): boolean => kinds.includes('email')
