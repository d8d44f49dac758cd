import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError } from 'graphql'
import documents from '#shared/generated/gql/persisted-documents.json'

import type { GraphqlContext } from './context'
import { translate } from '../infra/i18n'

const known = new Map<string, string>(Object.entries(documents))

const texts = new Set(known.values())

/** What Apollo writes before a hash when it asks for its document. */
const prefix = 'apq:'

/**
 * The documents of our own pages, by the SHA-256 that they send instead of the text: written by the build, and nobody adds to them by
 * asking.
 */
export const persistedDocuments = {
  get: async (key: string): Promise<string | undefined> => known.get(key.startsWith(prefix) ? key.slice(prefix.length) : key),
  set: async (): Promise<void> => undefined,
  delete: async (): Promise<boolean> => false,
}

/** Whether a document is one of our own pages. */
export const isOwnDocument = (text: string | undefined): boolean => text !== undefined && texts.has(text)

/** The document that a request over WebSocket names by its hash; undefined where it names none that is known. */
export function namedDocument(extensions: Record<string, unknown> | null | undefined): string | undefined {
  const persistedQuery = extensions?.persistedQuery as { sha256Hash?: unknown } | null | undefined
  const hash = persistedQuery?.sha256Hash
  return typeof hash === 'string' ? known.get(hash) : undefined
}

/**
 * Sessions of organizations that want it ask nothing but what the pages ask: whoever rides on a session, by a stolen cookie or a
 * script in a page, finds no more of the API than the pages show.
 * @throws GraphQLError PERSISTED_QUERY_REQUIRED for any other document
 */
export function requireOwnDocument({ actor, language }: Pick<GraphqlContext, 'actor' | 'language'>, text: string | undefined): void {
  const isBound = actor.type === 'user' && actor.persistedDocumentsOnly
  if (!isBound || isOwnDocument(text)) return
  const extensions = { code: 'PERSISTED_QUERY_REQUIRED', http: { status: 403 } }
  throw new GraphQLError(translate(language, 'errors.persistedQueryRequired'), { extensions })
}

/** Holds sessions to the documents of the pages where their organization wants it. */
export const ownDocumentsPlugin: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ source, contextValue }) {
        requireOwnDocument(contextValue, source)
      },
    }
  },
}
