import { z } from 'zod'
import { denialReasons } from '#shared/schemas/access-control'
import type { ControllerEventKind } from '../../generated/prisma/enums'

/** Events that one message may hold. */
const mostEvents = 200

const token = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\x21-\x7e]+$/)

const kinds = {
  presented: 'PRESENTED',
  turned: 'TURNED',
  not_turned: 'NOT_TURNED',
  timed_out: 'TIMED_OUT',
  denied: 'DENIED',
} as const satisfies Record<string, ControllerEventKind>

/** What a controller tells of one moment of a passage. */
const eventSchema = z.object({
  id: token(64),
  type: z.enum(['presented', 'turned', 'not_turned', 'timed_out', 'denied']).transform((type) => kinds[type]),
  reader: token(40),
  /** Of the passage: the same for everything that belongs to it. */
  passage: token(64),
  /** By the clock of the controller. */
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  /** As it was read, or `sha256:` and its hash in base64 together with the id of the credential. */
  code: z.string().max(4_096).nullish(),
  /** The credential by which the controller decided alone. */
  credential: z.uuid().nullish(),
  reason: z.enum(denialReasons).nullish().catch(null),
})

/** An event that was understood. */
export type ToldEvent = z.output<typeof eventSchema>

const messageSchema = z.object({
  controllerTime: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  events: z.array(z.unknown()).max(mostEvents),
})

/** A message of a controller: what time it has, what it tells, and the names of events that were not understood. */
export interface ToldMessage {
  controllerTime: Date
  events: ToldEvent[]
  strange: (string | null)[]
}

const named = z.object({ id: z.string().max(64) })

/** Reads what a controller says; null for what is no message at all. One event that is not understood keeps none of the others back. */
export function readMessage(text: string): ToldMessage | null {
  let parsed: ReturnType<typeof messageSchema.safeParse>
  try {
    parsed = messageSchema.safeParse(JSON.parse(text))
  } catch {
    return null
  }
  if (!parsed.success) return null
  const told: ToldMessage = { controllerTime: parsed.data.controllerTime, events: [], strange: [] }
  for (const one of parsed.data.events) {
    const event = eventSchema.safeParse(one)
    if (event.success) told.events.push(event.data)
    else told.strange.push(named.safeParse(one).data?.id ?? null)
  }
  return told
}

/** What a controller hears of one of its events. */
export interface EventAnswer {
  id: string | null
  /** Whether it was kept; what was not understood is not, and is not to be sent again as it is. */
  result: 'kept' | 'repeated' | 'malformed'
  /** Of a code that was presented: what the arm is to do. */
  decision?: 'open' | 'keep_shut'
  /** Why it stays shut. */
  reason?: string
}

/** What a controller hears of a message. */
export interface MessageAnswer {
  /** The clock of this server: by it the controller signs, and puts its own right. */
  serverTime: string
  answers: EventAnswer[]
  /** It was revoked: what it decides from now on is not believed. */
  revoked?: true
  /** Why the message was not taken. */
  error?: 'unknown' | 'timestamp' | 'malformed' | 'too_long'
}
