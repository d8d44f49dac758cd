import { askServer, type Fetched, type OutsideAddress, type Validators } from './fetch-calendar'
import { PullFailed } from './pull-failed'

/** Files of a calendar that are read at most. */
const mostFiles = 10_000

const xml = { 'content-type': 'application/xml; charset=utf-8' }

const tagQuestion =
  '<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" xmlns:s="http://calendarserver.org/ns/"><d:prop><s:getctag/><d:resourcetype/></d:prop></d:propfind>'

const utcText = (at: Date): string => `${at.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`

const eventsQuestion = (from: Date, to: Date): string =>
  `<?xml version="1.0" encoding="utf-8"?><c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>` +
  `<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="${utcText(from)}" end="${utcText(to)}"/>` +
  `</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>`

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text of an element: what is written plainly, with entities, or as CDATA. Entities of a document's own are not known. */
function textOf(content: string): string {
  const cdata = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/.exec(content)?.[1]
  if (cdata !== undefined) return cdata
  return content.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null
    return code === null ? (entities[name ?? ''] ?? whole) : code <= 0x10_ff_ff ? String.fromCodePoint(code) : ''
  })
}

/** Contents of elements by their local name, from one opening to the next closing: what is looked for holds no elements. */
function* contentsOf(answer: string, name: string): Generator<string> {
  const opening = new RegExp(`<(?:[\\w-]{1,20}:)?${name}(?:\\s[^>]{0,300})?>`, 'gi')
  for (let found = opening.exec(answer); found; found = opening.exec(answer)) {
    const from = opening.lastIndex
    const to = answer.indexOf('</', answer.startsWith('<![CDATA[', from) ? answer.indexOf(']]>', from) : from)
    if (to < 0) return
    yield textOf(answer.slice(from, to))
    opening.lastIndex = to
  }
}

/**
 * Fetches the events of a CalDAV calendar (RFC 4791) that lie in a span, if the calendar is another than before.
 * @throws PullFailed
 */
export async function fetchCalDav(address: OutsideAddress, known: Validators, { from, to }: { from: Date; to: Date }): Promise<Fetched> {
  const about = await (await askServer(address, { method: 'PROPFIND', headers: { ...xml, depth: '0' }, body: tagQuestion })).text()
  if (!/<(?:[\w-]{1,20}:)?multistatus[\s>]/i.test(about) || !/<(?:[\w-]{1,20}:)?calendar\s*\/?>/i.test(about))
    throw new PullFailed('NOT_A_CALENDAR')
  const [tag = ''] = contentsOf(about, 'getctag')
  const etag = tag && tag.length <= 255 ? tag : null
  if (etag && etag === known.etag) return { isUnchanged: true }
  const question = { method: 'REPORT', headers: { ...xml, depth: '1' }, body: eventsQuestion(from, to) }
  const answer = await (await askServer(address, question)).text()
  const texts: string[] = []
  for (const text of contentsOf(answer, 'calendar-data')) {
    if (text.trim()) texts.push(text.trimStart())
    if (texts.length > mostFiles) throw new PullFailed('TOO_MANY')
  }
  return { isUnchanged: false, texts, etag, lastModified: null }
}
