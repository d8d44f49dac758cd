import type { GraphQLSchema } from 'graphql'
import { newId } from '../../../core/ids'
import { repeatable } from '../../../core/repeatable'
import { outboundAgent } from '../../../infra/outbound-agent'
import { connectRedis } from '../../../infra/redis'
import { fanOut, mayHaveMore } from '../fan-out.sql'
import { selections } from '../selection'
import { webhookWake, wakeWebhooks, type Woken } from '../wake'
import { Dispatcher } from './dispatcher'

/** How often events are looked for without being told of any, in milliseconds. */
const lookEvery = 500

function read(message: string): Woken {
  try {
    return JSON.parse(message) as Woken
  } catch {
    return {}
  }
}

/**
 * Hands events on to endpoints and delivers to them, until stopped.
 * @param schema that selections ask
 * @returns stops it after what is under way
 */
export function startWebhooks(schema: GraphQLSchema): () => Promise<void> {
  const agent = outboundAgent()
  const dispatcher = new Dispatcher({ worker: newId(), agent, select: selections(schema).select })
  let isStopped = false
  const handing = repeatable(async () => {
    for (let more = true; more && !isStopped;) {
      const done = await fanOut()
      if (done.endpointIds.length > 0) {
        dispatcher.due(done.endpointIds)
        // Another worker may have the endpoint.
        wakeWebhooks({ due: done.endpointIds })
      }
      more = mayHaveMore(done)
    }
  }, 'events are not handed on to endpoints; tried again soon')
  const wake = connectRedis('webhooks', { enableOfflineQueue: true, maxRetriesPerRequest: null })
  wake.on('message', (_, message: string) => {
    const { events, due, changed } = read(message)
    if (events) handing.start()
    if (changed) dispatcher.changed(changed)
    if (due) dispatcher.due(due)
  })
  wake.subscribe(webhookWake).catch(() => undefined)
  const timer = setInterval(handing.start, lookEvery)
  handing.start()
  return async () => {
    isStopped = true
    clearInterval(timer)
    wake.disconnect()
    await handing.ended()
    await dispatcher.stop()
    await agent.destroy()
  }
}
