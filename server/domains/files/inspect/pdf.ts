import { inflateSync } from 'node:zlib'
import { mostPages } from '#shared/visitor-files'

/** What is wrong with a PDF. */
type PdfFault = 'DAMAGED' | 'ENCRYPTED' | 'ACTIVE_CONTENT' | 'TOO_MANY_PAGES'

/** Bytes that all compressed lists of objects together may unpack to. */
const mostUnpacked = 32 * 1_024 * 1_024

/** Programs, what starts them, other files, forms that are programs: words too long to occur in the noise of a packed stream. */
const activeAnywhere = /\/(?:JavaScript|EmbeddedFiles?|RichMedia\w*|SubmitForm|ImportData|FileAttachment|Filespec)(?![A-Za-z0-9])/

/** The same by shorter words, for what stands outside of streams. */
const active = /\/(?:JS|Launch|XFA|GoToE|GoToR|Rendition|Movie|Sound|AA|OpenAction|3D|U3D)(?![A-Za-z0-9])/

/** Names may be written by the numbers of their letters: `/J#61vaScript`. */
const plain = (text: string): string => text.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))

/** Opening at a page is what nearly every writer asks for: a list with a page and a place does nothing. */
const withoutHarmlessOpening = (text: string): string => text.replace(/\/OpenAction\s*\[[^\]<>()/]*\/(?:XYZ|Fit\w*)[^\]<>()/]*\]/g, '')

/** Where the next stream begins, behind its keyword. */
function nextStream(text: string, from: number): number {
  for (let at = text.indexOf('stream', from); at >= 0; at = text.indexOf('stream', at + 6)) {
    if (text.startsWith('end', at - 3)) continue
    if (text[at + 6] === '\n') return at + 7
    if (text[at + 6] === '\r') return at + (text[at + 7] === '\n' ? 8 : 7)
  }
  return -1
}

/** What a PDF says outside its streams, and the lists of objects that it holds compressed; null where they cannot be looked into. */
function spoken(text: string, bytes: Buffer): string | null {
  let left = mostUnpacked
  const said: string[] = []
  let from = 0
  for (let start = nextStream(text, 0); start >= 0; start = nextStream(text, from)) {
    const end = text.indexOf('endstream', start)
    if (end < 0) return null
    const before = text.slice(from, start)
    said.push(before)
    const head = plain(before.slice(before.lastIndexOf('obj') + 3))
    if (/\/(?:ObjStm|First)(?![A-Za-z0-9])/.test(head)) {
      const unpacked = unpack(head, bytes.subarray(start, end), left)
      if (unpacked === null) return null
      left -= unpacked.length
      said.push(unpacked)
    }
    from = end
  }
  said.push(text.slice(from))
  return said.join('\n')
}

function unpack(head: string, packed: Buffer, most: number): string | null {
  const filter = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(head)?.[1]
  if (filter === undefined) return packed.toString('latin1')
  if (!/^\[?\s*\/FlateDecode\s*\]?$/.test(filter) || most <= 0) return null
  try {
    return inflateSync(packed, { maxOutputLength: most }).toString('latin1')
  } catch {
    return null
  }
}

/**
 * Looks at a PDF without a program that reads PDFs: what such programs could be made to do is what is looked for. It is kept as it was
 * sent, so anything that acts, hides something or cannot be looked into is refused.
 * @returns the number of its pages, or what is wrong
 */
export function inspectPdf(bytes: Buffer): { pages: number; fault?: never } | { fault: PdfFault } {
  const text = bytes.toString('latin1')
  if (!/^%PDF-[12]\.\d/.test(text) || !text.slice(-1_100).includes('%%EOF')) return { fault: 'DAMAGED' }
  const raw = spoken(text, bytes)
  if (raw === null) return { fault: 'ACTIVE_CONTENT' }
  const said = withoutHarmlessOpening(plain(raw))
  if (/\/Encrypt(?![A-Za-z0-9])/.test(said)) return { fault: 'ENCRYPTED' }
  if (active.test(said) || activeAnywhere.test(said) || activeAnywhere.test(plain(text))) return { fault: 'ACTIVE_CONTENT' }
  const pages = said.match(/\/Type\s*\/Page(?![A-Za-z0-9])/g)?.length ?? 0
  if (pages === 0) return { fault: 'DAMAGED' }
  return pages > mostPages ? { fault: 'TOO_MANY_PAGES' } : { pages }
}
