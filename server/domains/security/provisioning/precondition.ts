import type { Resource } from './resources'
import { ScimError } from './scim-error'

/** The states that a request may change: those of its If-Match; null for any. */
export type Precondition = string | null

/** Whether a header names a version. */
export const names = (header: string, version: string): boolean =>
  header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === version.replace(/^W\//, ''))

/** @throws ScimError 412 where a resource is in another state than the request was made for */
export function refuseStale({ meta }: Resource, precondition: Precondition): void {
  if (precondition !== null && !names(precondition, meta.version)) throw new ScimError(412, 'The resource has changed')
}
