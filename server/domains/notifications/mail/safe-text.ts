const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Escapes a text for HTML, inside elements and quoted attributes alike. */
export function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** A value that people typed: escaped, and kept from turning the direction of the text around it. */
export const typed = (text: string): string => `<bdi>${html(text)}</bdi>`

// Control characters, and the marks that turn the direction of what follows: a name has no business doing that.
const INVISIBLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** A text on one line: control characters, line breaks and direction overrides become single spaces. Fit for a header. */
export function oneLine(text: string): string {
  return text.replaceAll(INVISIBLE, ' ').replaceAll(/ {2,}/g, ' ').trim()
}

/** The lines of a longer text, each cleaned like oneLine, without empty ones. */
export function lines(text: string): string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(oneLine)
    .filter(Boolean)
}

const graphemes = new Intl.Segmenter()

/** At most `limit` characters as people count them, an ellipsis for the rest; no emoji is cut in half. */
export function shorten(text: string, limit: number): string {
  const characters = Array.from(graphemes.segment(text), ({ segment }) => segment)
  return characters.length <= limit
    ? text
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
}

/** An absolute http(s) address in its normal form, null for anything else (`javascript:`, `data:`, relative). */
export function webAddress(url: string | null | undefined): string | null {
  const parsed = url ? URL.parse(url) : null
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : null
}
