import { OutboundRefused } from '../../../infra/outbound'
import { checkDeliveryUrl } from '../../../infra/outbound-agent'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { mayHear, webhookEventType } from '../event-types'

/** Says what is wrong with a selection, in a developer's words; nothing for one that can be asked. */
export type CheckSelection = (text: string) => string[]

/** What an endpoint is to be. */
interface Content {
  url?: string | null | undefined
  eventTypes?: string[] | null | undefined
  selection?: string | null | undefined
}

interface Wrong {
  path: string[]
  key: string
  values?: Record<string, string>
}

function wrongUrl(text: string): Wrong | null {
  try {
    const url = new URL(text)
    checkDeliveryUrl(url)
    return null
  } catch (error) {
    if (error instanceof TypeError || error instanceof OutboundRefused) return { path: ['url'], key: 'webhookUrl' }
    throw error
  }
}

function wrongTypes(names: readonly string[], scopes: readonly string[]): Wrong | null {
  const beyond = names.filter((name) => {
    const type = webhookEventType(name)
    return !type || !mayHear(scopes, type)
  })
  return beyond.length > 0 ? { path: ['eventTypes'], key: 'webhookEventTypes', values: { types: beyond.join(', ') } } : null
}

/** Refuses what an endpoint cannot be: an address that may not be delivered to, events beyond the application's scopes, a query that cannot be asked. */
export function refuseContent(
  ctx: Ctx,
  { url, eventTypes, selection }: Content,
  scopes: readonly string[],
  check: CheckSelection,
): Failure | null {
  const problems = selection ? check(selection) : []
  const wrong = [
    url ? wrongUrl(url) : null,
    eventTypes ? wrongTypes(eventTypes, scopes) : null,
    problems.length > 0 ? { path: ['selection'], key: 'webhookSelection', values: { problem: problems.join('; ').slice(0, 500) } } : null,
  ].filter((each): each is Wrong => each !== null)
  return wrong.length > 0 ? invalid(ctx, wrong) : null
}
