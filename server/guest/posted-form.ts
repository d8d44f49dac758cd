import { createError, readRawBody, type H3Event } from 'h3'
import { readBoundedBody } from '../graphql/bounded-body'
import { isOwnForm } from '../infra/guest-browser'

/** The fields of a form that was posted. @throws H3Error 413 for one that is too long */
export async function postedFields(event: H3Event): Promise<URLSearchParams> {
  if (!(await readBoundedBody(event))) throw createError({ statusCode: 413, statusMessage: 'Payload Too Large' })
  return new URLSearchParams((await readRawBody(event)) ?? '')
}

/** Demands that a form came from the page that this browser was shown of a link. @param token of the link @throws H3Error 403 for any other */
export function demandOwnForm(event: H3Event, token: string, fields: { get: (name: 'form') => string | null }): void {
  if (!isOwnForm(event, token, fields.get('form') ?? '')) throw createError({ statusCode: 403, statusMessage: 'Forbidden' })
}
