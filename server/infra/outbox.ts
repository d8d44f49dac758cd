import type { EventDefinition, EventPayload } from '../core/define-event'
import { newId } from '../core/ids'
import type { Prisma } from '../generated/prisma/client'
import { redis } from './redis'

/** Channel on which writers tell the relay that something was committed. Only a wake-up: the relay also looks by itself. */
export const outboxWake = 'outbox:wake'

/** The part of a transaction that `emit` needs. */
export interface OutboxWriter {
  outboxEvent: { create: (args: { data: Prisma.OutboxEventUncheckedCreateInput; select: { id: true } }) => PromiseLike<unknown> }
}

/** A row for the outbox: what `emit` writes, for the hot paths that insert it by hand. */
export function outboxRow<E extends EventDefinition>(organizationId: string, event: E, payload: EventPayload<E>, occurredAt: Date) {
  const checked = event.schema.parse(payload)
  return { id: newId(), organizationId, type: event.type, entityId: String(checked[event.entity]), payload: checked, occurredAt }
}

/** Announces an event in the transaction that makes it true: committed with it or not at all. @returns the event's id */
export async function emit<E extends EventDefinition>(
  tx: OutboxWriter,
  organizationId: string,
  event: E,
  payload: EventPayload<E>,
  occurredAt: Date,
): Promise<string> {
  const row = outboxRow(organizationId, event, payload, occurredAt)
  await tx.outboxEvent.create({ data: { ...row, payload: row.payload as Prisma.InputJsonObject }, select: { id: true } })
  return row.id
}

/** Announces several events of one kind in the transaction that makes them true. */
export async function emitAll<E extends EventDefinition>(
  tx: { outboxEvent: { createMany: (args: { data: Prisma.OutboxEventCreateManyInput[] }) => PromiseLike<unknown> } },
  organizationId: string,
  event: E,
  payloads: EventPayload<E>[],
  occurredAt: Date,
): Promise<void> {
  const rows = payloads.map((payload) => outboxRow(organizationId, event, payload, occurredAt))
  await tx.outboxEvent.createMany({ data: rows.map((row) => ({ ...row, payload: row.payload as Prisma.InputJsonObject })) })
}

/** The shortest time between two wake-ups from one process, in milliseconds: a rush at the gates needs no message per scan. */
const wakeInterval = 20

let resting = false
let again = false

/**
 * Tells the relay, after a commit, that there is work: at once, or together with what else is committed within
 * {@link wakeInterval}. Loses nothing when Redis is away.
 */
export function wakeRelay(): void {
  again = resting
  if (resting) return
  resting = true
  redis.publish(outboxWake, '1').catch(() => undefined)
  setTimeout(() => {
    resting = false
    if (again) wakeRelay()
  }, wakeInterval).unref()
}
