/** A Relay global id: `Type:id` in base64url. */
export const encodeGlobalId = (typename: string, id: string): string => Buffer.from(`${typename}:${id}`, 'latin1').toString('base64url')

/** Reads a global id; null for anything that is not one. */
export function decodeGlobalId(text: string): { typename: string; id: string } | null {
  if (text.length > 120) return null
  const decoded = Buffer.from(text, 'base64url').toString('latin1')
  const colon = decoded.indexOf(':')
  return colon > 0 ? { typename: decoded.slice(0, colon), id: decoded.slice(colon + 1) } : null
}

/** No row has this id. Not the empty text: that would be taken for an id that was not given. */
const nobody = '-'

/** The row id in a global id of the given type; an id that no row has for anything else, so that it is simply not found. */
export function localId(typename: string, globalId: string): string {
  const decoded = decodeGlobalId(globalId)
  return decoded?.typename === typename ? decoded.id || nobody : nobody
}

/** The same for an optional argument. */
export const optionalLocalId = (typename: string, globalId: string | null | undefined): string | null =>
  globalId === null || globalId === undefined ? null : localId(typename, globalId)
