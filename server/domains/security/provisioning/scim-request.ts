import { listResponse, selected } from './paging'
import { names } from './precondition'
import type { Resource } from './resources'

/** What a directory asks, without who it is. */
export interface ScimRequest {
  method: string
  /** What stands behind the address of the protocol: resource and, for one of them, its id. */
  path: string[]
  query: URLSearchParams
  /** As JSON says it; undefined where nothing was sent. */
  body: unknown
  ifMatch: string | null
  ifNoneMatch: string | null
}

/** What is answered. */
export interface ScimAnswer {
  status: number
  body: object | null
  headers?: Record<string, string>
}

/** One resource, with its version, and with its place where it is new. */
export const answerOne = (resource: Resource, { query }: ScimRequest, status: 200 | 201 = 200): ScimAnswer => ({
  status,
  body: selected(resource, query),
  headers: { etag: resource.meta.version, ...(status === 201 && { location: resource.meta.location }) },
})

/** The same to a question, unless the directory knows it in this state already. */
export function answerKnown(resource: Resource, request: ScimRequest): ScimAnswer {
  const isKnown = request.ifNoneMatch !== null && names(request.ifNoneMatch, resource.meta.version)
  return isKnown ? { status: 304, body: null, headers: { etag: resource.meta.version } } : answerOne(resource, request)
}

/** Several resources. */
export const answerList = (total: number, startIndex: number, resources: readonly Resource[], { query }: ScimRequest): ScimAnswer => ({
  status: 200,
  body: listResponse(
    total,
    startIndex,
    resources.map((resource) => selected(resource, query)),
  ),
})

/** Nothing more to say. */
export const done: ScimAnswer = { status: 204, body: null }
