import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the server of a calendar saw it. */
export interface Asked {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** An answer of it. */
export interface Answer {
  status?: number
  headers?: Record<string, string>
  body?: string | Buffer
}

/** A server of somebody's calendars, which answers as a test says. */
export interface OutsideServer {
  url: string
  asked: Asked[]
  answer: (asked: Asked) => Answer
  close: () => void
}

/** Starts one. It answers 404 until a test says otherwise. */
export async function startOutsideServer(): Promise<OutsideServer> {
  const outside: OutsideServer = { url: '', asked: [], answer: () => ({ status: 404 }), close: () => undefined }
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const asked = { method, path, headers, body: Buffer.concat(parts).toString() }
      outside.asked.push(asked)
      const { status = 200, headers: given = {}, body = '' } = outside.answer(asked)
      response.writeHead(status, given)
      response.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  outside.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  outside.close = () => server.close()
  return outside
}

const entities = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A multistatus of a CalDAV server, its files told plainly or as CDATA. */
export const multistatus = (files: string[], asCdata = false): string =>
  `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:cal="urn:ietf:params:xml:ns:caldav">${files
    .map(
      (file, place) =>
        `<D:response><D:href>/c/${place}.ics</D:href><D:propstat><D:prop><cal:calendar-data>${asCdata ? `<![CDATA[${file}]]>` : entities(file)}</cal:calendar-data></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>`,
    )
    .join('')}</D:multistatus>`

/** What a CalDAV server says of a calendar. */
export const aboutCalendar = (tag: string): string =>
  `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"><D:response><D:href>/c/</D:href><D:propstat><D:prop><CS:getctag>${tag}</CS:getctag><D:resourcetype><D:collection/><C:calendar/></D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>`
