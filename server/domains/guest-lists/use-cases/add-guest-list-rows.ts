import { mostListRows } from '#shared/limits'
import { addGuestListRowsSchema, listedGuestSchema } from '#shared/schemas/guest-lists'
import type { z } from 'zod'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { newId, isId } from '../../../core/ids'
import { translate } from '../../../infra/i18n'
import { keyringOf } from '../../../infra/keyring'
import type { GuestList } from '../../../generated/prisma/client'
import { isUsablePhone } from '../../visitors/use-cases/find-or-register-visitors'
import { invitedAlready, withoutRepeated } from '../invited-already'
import { sealRows, type BadRow, type GoodRow } from '../list-rows'
import { listOwner } from '../policy'
import { problemOfHours } from './create-guest-list'

type Sent = z.output<typeof addGuestListRowsSchema>['rows'][number]

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '')

/** Checks a row as an invitation is checked. */
function readRow(ctx: Ctx, list: GuestList, { line, ...sent }: Sent): GoodRow | BadRow {
  const bad = (text: string): BadRow => ({ line, name: textOf(sent.name), email: textOf(sent.email), problem: { text } })
  const { data, failed } = validate(ctx, listedGuestSchema, { ...sent, name: sent.name ?? '' })
  if (failed) return bad((failed.fields ?? []).map(({ message }) => message).join(' '))
  if (!isUsablePhone(data.phone)) return bad(translate(ctx.language, 'errors.phoneInvalid'))
  const { startsAt: starts, endsAt: ends, ...described } = data
  const guest = { ...described, locale: described.locale ?? (ctx.language === 'ru' ? ('RU' as const) : ('EN' as const)) }
  const startsAt = starts ?? list.startsAt
  // Whoever says only when they come stays as long as the others.
  const endsAt = ends ?? new Date(startsAt.getTime() + (list.endsAt.getTime() - list.startsAt.getTime()))
  const problem = problemOfHours({ startsAt, endsAt }, ctx.now())
  return problem ? bad(translate(ctx.language, `errors.${problem.key}`, problem.values)) : { line, guest, startsAt, endsAt }
}

const isBad = (row: GoodRow | BadRow): row is BadRow => 'problem' in row

/**
 * Adds rows to a list. Rows that cannot be used, and those that name somebody who is invited already, are told of and left out: the
 * list shows what would become of each before anybody is invited. The same part sent again changes nothing.
 * @returns the list, or NOT_FOUND, VALIDATION_FAILED
 */
export async function addGuestListRows(ctx: Ctx, input: z.input<typeof addGuestListRowsSchema>): Promise<GuestList | Failure> {
  const ownerId = listOwner(ctx)
  const { data, failed } = validate(ctx, addGuestListRowsSchema, input)
  if (failed) return failed
  const { guestListId: id, position } = data
  const list = isId(id) ? await ctx.db.guestList.findFirst({ where: { id, ownerId } }) : null
  if (!list) return notFound(ctx, 'guestListId')
  const keyring = await keyringOf(organizationOf(ctx))
  const read = data.rows.map((row) => readRow(ctx, list, row))
  const rows = { good: read.filter((row): row is GoodRow => !isBad(row)), bad: read.filter(isBad) }
  const { good, added } = withoutRepeated(rows, await invitedAlready(ctx.db, keyring, list.siteId, rows.good))
  return ctx.transaction(async (tx) => {
    // The list first: a part refers to it.
    const grown = {
      rowCount: { increment: read.length },
      badRows: { increment: rows.bad.length },
      duplicateRows: { increment: added.length },
    }
    const held = await tx.guestList.updateMany({ where: { id, status: 'COLLECTING' }, data: { status: 'COLLECTING' } })
    const known = await tx.guestListPart.findFirst({ where: { guestListId: id, position }, select: { id: true } })
    if (known) return tx.guestList.findUniqueOrThrow({ where: { id } })
    if (held.count === 0) return invalid(ctx, [{ path: ['guestListId'], key: 'listStarted' }])
    const room = { rowCount: { lte: mostListRows - read.length } }
    const { count } = await tx.guestList.updateMany({ where: { id, status: 'COLLECTING', ...room }, data: grown })
    if (count === 0) return invalid(ctx, [{ path: ['rows'], key: 'listTooLong', values: { maximum: mostListRows } }])
    const partId = newId()
    const sealedRows = sealRows(keyring, partId, { good, bad: [...rows.bad, ...added] })
    const part = { id: partId, organizationId: organizationOf(ctx), guestListId: id, position, rowCount: read.length, sealedRows }
    await tx.guestListPart.createMany({ data: [part] })
    return tx.guestList.findUniqueOrThrow({ where: { id } })
  })
}
