import { isFailure } from '../../../server/core/errors'
import { addGuestListRows } from '../../../server/domains/guest-lists/use-cases/add-guest-list-rows'
import { createGuestList } from '../../../server/domains/guest-lists/use-cases/create-guest-list'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'

/** A list of guests whose every text is marked, with a row that can be used and one that cannot. @returns its id */
export async function createMarkedList(org: TestOrganization, mark: string, ownerId?: string): Promise<string> {
  const startsAt = new Date(Date.now() + 3_600_000)
  const hours = { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) }
  const texts = { title: `${mark}title`, message: `${mark}message`, receptionNote: `${mark}note` }
  const list = await createGuestList(asHost(org), { siteId: org.site.id, tellsGuests: false, ...texts, ...hours })
  if (isFailure(list)) throw new Error(`The list was not made: ${JSON.stringify(list)}`)
  const rows = [
    { line: 1, name: `${mark}name`, company: `${mark}company` },
    { line: 2, name: `${mark}name`, email: `${mark}nowhere` },
  ]
  await addGuestListRows(asHost(org), { guestListId: list.id, position: 0, rows })
  if (ownerId) await prisma.guestList.update({ where: { id: list.id }, data: { ownerId } })
  return list.id
}
