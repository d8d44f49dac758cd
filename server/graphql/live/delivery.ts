import { randomUUID } from 'node:crypto'
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { Peer } from 'crossws'
import type { OperationResult } from 'graphql-ws'
import { ActivityStream, joinFeed, type Happening } from '../../core/activity-feed'
import { newestSequence } from '../../infra/newest-sequence.sql'
import type { GraphqlContext } from '../context'
import { audienceOf } from './audience'
import { Group } from './group'
import { Member } from './member'
import { watchedContext } from './watched-context'

/** Streams that are of one person: what they bring depends on who asks, not only on what they may. */
const personal = new WeakSet<object>()

/** What graphql-ws is given as `subscribe`: the streams themselves, whose happenings groups execute. */
export async function streamOf(args: ExecutionArgs): Promise<Awaited<OperationResult>> {
  const { contextValue, isPersonal } = watchedContext(args.contextValue as GraphqlContext)
  const stream = await createSourceEventStream({ ...args, contextValue })
  if (isPersonal()) personal.add(stream)
  return stream as Awaited<OperationResult>
}

const groups = new Map<string, Group>()

async function join(member: Member, stream: ActivityStream<Happening>): Promise<Group> {
  const { source, watcher } = stream
  const feed = await joinFeed(source, watcher.organizationId)
  const audience = personal.has(stream) ? randomUUID() : audienceOf(member.args, member.args.contextValue as GraphqlContext)
  const group = groups.get(audience) ?? new Group(stream, feed, () => groups.delete(audience))
  groups.set(audience, group)
  group.take(member)
  void feed.look()
  return group
}

async function follow(member: Member, stream: ActivityStream<Happening>): Promise<void> {
  member.position = stream.watcher.after ?? (await newestSequence())
  const group = await join(member, stream)
  try {
    await member.ended
  } finally {
    group.leave(member)
  }
}

/**
 * Sends to one connection what becomes of the happenings of its subscription. It yields nothing to graphql-ws, which would execute and
 * write each message anew for each connection.
 * @param id what the client calls the subscription
 */
export function deliver(peer: Peer, id: string, args: ExecutionArgs, stream: unknown): AsyncGenerator<ExecutionResult> | undefined {
  if (!(stream instanceof ActivityStream)) return undefined
  const member = new Member(peer, id, args, 0)
  let following: Promise<void> | undefined
  const done = { done: true, value: undefined } as const
  return {
    next: async () => {
      await (following ??= follow(member, stream as ActivityStream<Happening>))
      return done
    },
    return: async () => {
      member.leave()
      return done
    },
    throw: async (error) => {
      member.leave()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
    [Symbol.asyncDispose]: async () => member.leave(),
  }
}
