import SchemaBuilder from '@pothos/core'
import RelayPlugin from '@pothos/plugin-relay'
import { GraphQLError, isObjectType, Kind, type GraphQLSchema } from 'graphql'
import type { Failure } from '../core/errors'
import type { GraphqlContext } from './context'
import { encodeGlobalId, decodeGlobalId } from './global-id'
import { instantText } from './instant-text'
import type { Models } from './models'

/** Whether a type has global ids; an id of any other type is one that does not exist. */
function isNode(schema: GraphQLSchema, typename: string): boolean {
  const type = schema.getType(typename)
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node')
}

/** Finds what can be found, in the order asked for. */
async function findKnown<I>(ids: I[], isKnown: (id: I) => boolean, find: (ids: I[]) => unknown): Promise<unknown[]> {
  const known = ids.filter(isKnown)
  const found = known.length > 0 ? ((await find(known)) as unknown[]) : []
  return ids.map((id) => (isKnown(id) ? found[known.indexOf(id)] : null))
}

/** The one Pothos builder. Domains add their types to it in their `graphql.ts`; types of others are named by string. */
export const builder = new SchemaBuilder<{
  Context: GraphqlContext
  Objects: Models
  Interfaces: { UserError: Failure }
  Scalars: { DateTime: { Input: Date; Output: Date }; ID: { Input: string; Output: string } }
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
}>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    edgesFieldOptions: { nullable: { list: false, items: false }, description: 'The rows of the page, each with its cursor.' },
    nodeFieldOptions: { nullable: false, description: 'The row.' },
    cursorFieldOptions: { description: 'Where this row stands in the list; pass it as after or before.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and from where.' },
    pageInfoTypeOptions: { description: 'The ends of a page of a list.' },
    hasNextPageFieldOptions: { description: 'Whether rows follow this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether rows precede this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first row; null for an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last row; null for an empty page.' },
    idFieldOptions: { description: 'Global id.' },
    nodeTypeOptions: { description: 'Anything that has a global id.' },
    firstArgOptions: { description: 'Rows from the start, 1 to 100.' },
    lastArgOptions: { description: 'Rows from the end, 1 to 100.' },
    afterArgOptions: { description: 'Start after this cursor.' },
    beforeArgOptions: { description: 'End before this cursor.' },
    nodeQueryOptions: {
      description: 'One object by its global id; null for what does not exist or is not yours.',
      args: { id: { description: 'The global id.' } },
      resolve: (_, { id }, __, { schema }, find) => (isNode(schema, id.typename) ? find(id) : null),
    },
    nodesQueryOptions: {
      description: 'Objects by global id, in the order asked for; null for what does not exist or is not yours.',
      args: { ids: { description: 'The global ids.' } },
      resolve: (_, { ids }, __, { schema }, find) => findKnown(ids, (id) => isNode(schema, id.typename), find),
    },
    encodeGlobalID: (typename, id) => encodeGlobalId(typename, String(id)),
    decodeGlobalID: (id) => decodeGlobalId(id) ?? { typename: 'Unknown', id: '' },
  },
})

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

function parseInstant(value: unknown): Date {
  const date = typeof value === 'string' && isoInstant.test(value) ? new Date(value) : null
  if (!date || Number.isNaN(date.getTime())) {
    throw new GraphQLError('DateTime must be an ISO 8601 instant with an offset, such as 2026-03-01T09:30:00Z', {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  }
  return date
}

builder.scalarType('DateTime', {
  description: 'An instant: ISO 8601, UTC.',
  serialize: instantText,
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : null),
})

builder.queryType({ description: 'What can be asked.' })
builder.mutationType({ description: 'What can be done. Expected failures are members of each result union.' })
builder.subscriptionType({ description: 'What can be watched live, over graphql-transport-ws.' })
