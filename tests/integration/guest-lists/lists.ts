import { isFailure, type Failure } from '../../../server/core/errors'
import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { addGuestListRows } from '../../../server/domains/guest-lists/use-cases/add-guest-list-rows'
import { createGuestList } from '../../../server/domains/guest-lists/use-cases/create-guest-list'
import type { GuestList } from '../../../server/generated/prisma/client'
import { rowsPerPart } from '../../../shared/limits'
import type { TestOrganization } from '../../setup/organization'

/** What a use-case answered when nothing went wrong. */
export function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

const inAnHour = () => Date.now() + 3_600_000

/** A list of the caller with these rows, not started; lines are counted from 1. */
export async function listOf(ctx: Ctx, org: TestOrganization, rows: (object | undefined)[], more: object = {}): Promise<GuestList> {
  const hours = { startsAt: new Date(inAnHour()), endsAt: new Date(inAnHour() + 3_600_000) }
  let list = done(
    await createGuestList(ctx, { siteId: org.site.id, hostId: org.host.id, tellsGuests: true, title: 'Open day', ...hours, ...more }),
  )
  const lined = rows.map((row, place) => ({ line: place + 1, ...row }))
  for (let position = 0; position * rowsPerPart < lined.length; position++) {
    const part = lined.slice(position * rowsPerPart, (position + 1) * rowsPerPart)
    list = done(await addGuestListRows(ctx, { guestListId: list.id, position, rows: part }))
  }
  return list
}

/** People who are nobody else. Their names are of as many words, so that they are written in as many places. */
export const people = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    name: `Guest ${place} ${newId().replaceAll('-', '')}`,
    email: `${newId()}@guest.example`,
    company: 'Example GmbH',
  }))
