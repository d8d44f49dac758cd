import { z } from 'zod'
import { rollCallLimits } from '../limits'
import { personKeyOf } from '../roll-call'
import { line } from './visitors'

const nonce = z
  .string()
  .min(1, 'errors.nonceRequired')
  .max(60, 'errors.tooLong')
  .regex(/^[\x21-\x7e]+$/, 'errors.nonceInvalid')

/** Saying where somebody is, against what gates have seen. */
export const correctPresenceSchema = z.object({
  visitPassId: z.string(),
  presence: z.enum(['INSIDE', 'LEFT']),
  zoneId: z.string().nullish(),
  people: z.number().int().min(1).max(rollCallLimits.people).nullish(),
  moves: z.number().int().min(0),
  at: z.date().nullish(),
  reason: line(500).min(1, 'errors.reasonRequired'),
  nonce,
  reconciliationId: z.string().nullish(),
})

/** A count of heads: of zones, or of the whole site where no zone is named. */
export const countHeadsSchema = z.object({
  siteId: z.string(),
  counts: z
    .array(z.object({ zoneId: z.string().nullish(), counted: z.number().int().min(0).max(1_000_000) }))
    .min(1)
    .max(rollCallLimits.counts)
    .refine((counts) => new Set(counts.map(({ zoneId }) => zoneId ?? '')).size === counts.length, 'errors.countedTwice'),
  idempotencyKey: z.string().min(1).max(120).nullish(),
})

/** Beginning a roll call, or telling of one that was begun without a connection. */
export const startRollCallSchema = z.object({
  siteId: z.string(),
  kind: z.enum(['DRILL', 'EVACUATION']),
  begunAt: z.date().nullish(),
  deviceTime: z.date().nullish(),
})

/** Ending one. */
export const endRollCallSchema = z.object({ rollCallId: z.string() })

const key = z
  .string()
  .min(1)
  .max(64, 'errors.tooLong')
  .regex(/^[\x21-\x7e]+$/, 'errors.nonceInvalid')

/** What a marshal tells of a roll call: whom they added, and what they said of whom. */
export const recordRollCallSchema = z.object({
  rollCallId: z.string(),
  people: z
    .array(
      z
        .object({
          key,
          name: line(rollCallLimits.name).nullish(),
          visitPassId: z.string().nullish(),
          ordinal: z.number().int().min(1).max(rollCallLimits.people).nullish(),
        })
        .refine(({ name, visitPassId }) => Boolean(name) || Boolean(visitPassId), { path: ['name'], message: 'errors.nameRequired' })
        .refine(({ key: told, visitPassId, ordinal }) => !visitPassId || told === personKeyOf(visitPassId, ordinal ?? 1), {
          path: ['key'],
          message: 'errors.nonceInvalid',
        }),
    )
    .max(rollCallLimits.told, 'errors.tooManyMarks')
    .nullish(),
  marks: z
    .array(
      z.object({
        nonce: key,
        personKey: key,
        state: z.enum(['SAFE', 'MISSING', 'NOT_CHECKED']),
        assemblyPoint: line(rollCallLimits.assemblyPoint).nullish(),
        note: line(rollCallLimits.note).nullish(),
        occurredAt: z.date(),
      }),
    )
    .max(rollCallLimits.told, 'errors.tooManyMarks')
    .nullish(),
  deviceTime: z.date().nullish(),
})
