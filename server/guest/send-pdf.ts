import { setResponseHeaders, type H3Event } from 'h3'

/** Sends the document of a signature as a file, kept by nobody on the way. */
export function sendPdf(event: H3Event, pdf: Buffer): Buffer {
  setResponseHeaders(event, {
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="agreement.pdf"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  return pdf
}
