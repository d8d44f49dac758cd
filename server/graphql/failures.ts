import type { ObjectRef, UnionRef } from '@pothos/core'
import type { Failure, FailureType } from '../core/errors'
import { isFailure } from '../core/errors'
import { builder } from './builder'

builder.interfaceType('UserError', {
  description: 'Expected failures of mutations: members of each result union.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable machine-readable code.' }),
    message: t.exposeString('message', { description: 'What is wrong and what to do, in the language of the caller.' }),
    path: t.exposeStringList('path', { nullable: true, description: 'The input that caused it, where there is one.' }),
  }),
})

const FieldErrorType = builder.objectRef<{ path: string[]; message: string }>('FieldError').implement({
  description: 'What is wrong with one field of an input.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'Where the field is, from the argument down.' }),
    message: t.exposeString('message', { description: 'What is wrong with it, in the language of the caller.' }),
  }),
})

const plain = (name: FailureType, description: string) =>
  builder
    .objectRef<Failure>(name)
    .implement({ description, interfaces: ['UserError'], isTypeOf: (value) => isFailure(value) && value.failure === name })

const failureTypes = {
  NotFound: plain('NotFound', 'It does not exist, or it is not yours: the answer is the same.'),
  EditConflict: builder.objectRef<Failure>('EditConflict').implement({
    description: 'Somebody has changed it meanwhile: look at what it is now, then decide.',
    interfaces: ['UserError'],
    isTypeOf: (value) => isFailure(value) && value.failure === 'EditConflict',
    fields: (t) => ({
      current: t.field({
        type: 'Appointment',
        nullable: true,
        description: 'The visit as it is now.',
        resolve: (failure) => failure.current ?? null,
      }),
    }),
  }),
  QuotaReached: plain('QuotaReached', 'The plan of the organization allows no more.'),
  IdempotencyKeyReused: plain('IdempotencyKeyReused', 'The idempotency key was used before with another input.'),
  NonceReused: plain('NonceReused', 'The nonce was used before for another scan.'),
  InvalidCredentials: plain('InvalidCredentials', 'The e-mail or the password is wrong.'),
  SecondFactorRequired: plain('SecondFactorRequired', 'The account asks for a one-time code as well.'),
  ConfirmationRequired: plain(
    'ConfirmationRequired',
    'Too dangerous for an old sign-in: prove who you are by `confirmIdentity`, then try again.',
  ),
  ProviderRequired: plain('ProviderRequired', 'The organization lets its people in by its identity provider only.'),
  ValidationFailed: builder.objectRef<Failure>('ValidationFailed').implement({
    description: 'The input cannot be used as it is.',
    interfaces: ['UserError'],
    isTypeOf: (value) => isFailure(value) && value.failure === 'ValidationFailed',
    fields: (t) => ({
      fields: t.field({ type: [FieldErrorType], description: 'Every field that is wrong.', resolve: (failure) => failure.fields ?? [] }),
    }),
  }),
  TooManyAttempts: builder.objectRef<Failure>('TooManyAttempts').implement({
    description: 'Too many tries; wait before the next.',
    interfaces: ['UserError'],
    isTypeOf: (value) => isFailure(value) && value.failure === 'TooManyAttempts',
    fields: (t) => ({
      retryAfterSeconds: t.int({
        description: 'Seconds until the next try is accepted.',
        resolve: (failure) => failure.retryAfterSeconds ?? 0,
      }),
    }),
  }),
} satisfies Record<FailureType, unknown>

type Types = typeof builder.$inferSchemaTypes

/** A success that is one of several names says which. */
const nameOf = (value: unknown, otherwise: string): string =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' ? value.kind : otherwise

/**
 * The result union of a mutation: its success type(s) and the failures that can be expected.
 * @param successes the success types; when there are several, values carry the name of theirs as `kind`
 * @param onlySuccess name of the success type where there is one
 */
export function resultUnion<S extends unknown[]>(
  name: string,
  successes: { [I in keyof S]: ObjectRef<Types, S[I]> },
  failures: FailureType[],
  onlySuccess: string,
): UnionRef<Types, S[number] | Failure> {
  const types: (ObjectRef<Types, S[number]> | ObjectRef<Types, Failure>)[] = [
    ...successes,
    ...failures.map((failure) => failureTypes[failure]),
  ]
  return builder.unionType(name, {
    description: 'What came of it.',
    types,
    resolveType: (value: unknown) => (isFailure(value) ? value.failure : nameOf(value, onlySuccess)),
  })
}
