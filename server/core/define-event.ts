import type { z } from 'zod'

/** An event of the catalog: its name on the wire, the shape of its payload, who may hear of it. */
export interface EventDefinition<S extends z.ZodObject = z.ZodObject> {
  readonly type: string
  readonly schema: S
  /** Integrators may subscribe to it. */
  readonly webhook: boolean
  /** The payload field that holds the id of the entity the event is about. */
  readonly entity: keyof z.infer<S> & string
}

/** Payload of an event. */
export type EventPayload<E extends EventDefinition> = z.infer<E['schema']>

/**
 * Declares an event. Payloads hold ids and facts, never personal data: they are kept, re-read and sent on.
 * @param type name on the wire (contracts: `noun.past_tense`)
 */
export function defineEvent<S extends z.ZodObject>(
  type: string,
  schema: S,
  options: { entity: keyof z.infer<S> & string; webhook?: boolean },
): EventDefinition<S> {
  return { type, schema, entity: options.entity, webhook: options.webhook ?? false }
}
