import type { z } from 'zod'
import { recordRollCallSchema } from '#shared/schemas/presence'
import { clockOffsetOf, keptOffset } from '../../../core/clock-offset'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import type { RollCall } from '../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { callsAt, marshalOf } from '../policy'

type Told = z.output<typeof recordRollCallSchema>

/** What is needed to write down what a marshal tells. */
interface At {
  rollCall: RollCall
  marshalId: string
  keyring: Keyring
  now: Date
  /** By how many milliseconds the clock of the device is put right. */
  clockOffset: number
}

/**
 * Writes down what a marshal tells of a roll call: whom they added and what they said of whom. Each is an entry of its own that nothing
 * changes, so that what several tell, in any order and however late, comes to the same. The same sent again leaves one record; what comes
 * after the end is taken too.
 * @returns the roll call, or NOT_FOUND, VALIDATION_FAILED (nobody of it has such a key)
 */
export async function recordRollCall(ctx: Ctx, input: z.input<typeof recordRollCallSchema>): Promise<RollCall | Failure> {
  const marshal = marshalOf(ctx)
  const { data, failed } = validate(ctx, recordRollCallSchema, input)
  if (failed) return failed
  const { rollCallId: id } = data
  const rollCall = isId(id) ? await ctx.db.rollCall.findUnique({ where: { id } }) : null
  if (!rollCall || !callsAt(marshal, rollCall.siteId)) return notFound(ctx, 'rollCallId')
  const clockOffset = clockOffsetOf(ctx.now(), data.deviceTime)
  const at = { rollCall, marshalId: marshal.id, keyring: await keyringOf(rollCall.organizationId), now: ctx.now(), clockOffset }
  await ctx.transaction((tx) => addPeople(tx, at, data))
  const keys = [...new Set((data.marks ?? []).map(({ personKey }) => personKey))]
  const people = await ctx.db.rollCallPerson.findMany({ where: { rollCallId: id, key: { in: keys } }, select: { id: true, key: true } })
  const idOf = new Map(people.map((person) => [person.key, person.id]))
  const strange = (data.marks ?? []).findIndex(({ personKey }) => !idOf.has(personKey))
  if (strange >= 0) return invalid(ctx, [{ path: ['marks', String(strange), 'personKey'], key: 'notFound' }])
  await ctx.transaction((tx) => addMarks(tx, at, data, idOf))
  return rollCall
}

async function addPeople(tx: TenantTransaction, { rollCall, marshalId, keyring, now }: At, { people }: Told): Promise<void> {
  const { organizationId, id: rollCallId } = rollCall
  const passes = await passesAt(tx, rollCall, people)
  const rows = (people ?? []).map(({ key, name, visitPassId, ordinal }) => {
    const row = { id: newId(), key, organizationId, rollCallId, addedById: marshalId, addedAt: now }
    const pass = passes.get(visitPassId ?? '')
    // Whom the device knew from another place stays without a name: what was seen of them is not lost.
    if (visitPassId) return { ...row, visitPassId: pass?.id ?? null, ordinal: ordinal ?? 1, insideSince: pass?.insideSince ?? null }
    return { ...row, sealedName: sealForOrganization(keyring, Buffer.from(name ?? ''), sealedColumns.rollCallName, row.id) }
  })
  if (rows.length > 0) await tx.rollCallPerson.createMany({ data: rows, skipDuplicates: true })
}

/** The passes of a roll call's site among those that a device names. */
async function passesAt(tx: TenantTransaction, { siteId }: RollCall, people: Told['people']) {
  const ids = (people ?? []).flatMap(({ visitPassId }) => visitPassId ?? []).filter(isId)
  const select = { id: true, insideSince: true } as const
  const rows = ids.length > 0 ? await tx.visitPass.findMany({ where: { siteId, id: { in: ids } }, select }) : []
  return new Map(rows.map((pass) => [pass.id, pass]))
}

async function addMarks(tx: TenantTransaction, at: At, { marks }: Told, idOf: ReadonlyMap<string, string>): Promise<void> {
  const rows = (marks ?? []).map(({ personKey, note, nonce, state, assemblyPoint, occurredAt }) => {
    const id = newId()
    const said = { nonce, state, assemblyPoint: assemblyPoint || null, personId: idOf.get(personKey) ?? '' }
    const sealedNote = note ? sealForOrganization(at.keyring, Buffer.from(note), sealedColumns.rollCallNote, id) : null
    const when = { occurredAt: putRight(at, occurredAt), clockOffset: keptOffset(at.clockOffset), recordedAt: at.now }
    return {
      id,
      organizationId: at.rollCall.organizationId,
      rollCallId: at.rollCall.id,
      marshalId: at.marshalId,
      sealedNote,
      ...said,
      ...when,
    }
  })
  if (rows.length > 0) await tx.rollCallMark.createMany({ data: rows, skipDuplicates: true })
}

/** When something happened, by the clock of the server: not before the roll call began, nor in the time to come. */
function putRight({ rollCall, now, clockOffset }: At, occurredAt: Date): Date {
  const happened = occurredAt.getTime() + clockOffset
  return new Date(Math.max(rollCall.startedAt.getTime(), Math.min(happened, now.getTime())))
}
