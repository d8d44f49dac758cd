import type { TypedDocumentString } from '#shared/generated/gql/graphql'

/** A document as it is sent: its text, and the hash by which a server of the same build knows it. */
export interface WrittenDocument {
  query: string
  hash?: string
}

/** A document with the hash that the build gave it. */
export function written<R, V>(document: TypedDocumentString<R, V>): WrittenDocument {
  const hash: unknown = document.__meta__?.hash
  return { query: document.toString(), ...(typeof hash === 'string' && { hash }) }
}

/** What names a document by its hash in a request, as Apollo's protocol of persisted queries has it. */
export const namedByHash = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } })
