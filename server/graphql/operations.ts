import { startServerAndCreateH3Handler } from '@as-integrations/h3'
import type { H3Event } from 'h3'
import type { PageAnswer, PageOperation } from '#shared/page-answers'
import { formatError } from './format-error'
import { contextOf } from './request'
import { apollo } from './server'

/** Answers operations that come over HTTP. */
export const operations = startServerAndCreateH3Handler(apollo, { context: ({ event }) => contextOf(event) })

/** Variables as they would arrive: moments are texts, and what is not there is not named. */
const posted = (variables: object = {}) => JSON.parse(JSON.stringify(variables)) as Record<string, unknown>

/**
 * Answers an operation of a page that this process renders, as whoever asked for the page, by the same rules as over HTTP.
 * Never rejects: what goes wrong is an answer with an id that is in the log.
 */
export async function askInProcess(event: H3Event, { variables, ...operation }: PageOperation): Promise<PageAnswer> {
  try {
    const contextValue = await contextOf(event)
    const { body } = await apollo.executeOperation({ ...operation, variables: posted(variables) }, { contextValue })
    if (body.kind !== 'single') throw new Error('Pages ask for nothing that is answered in parts')
    return body.singleResult
  } catch (error) {
    return { errors: [formatError({ message: '' }, error)] }
  }
}
