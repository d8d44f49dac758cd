import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import busboy from 'busboy'

/** A form that is none: it breaks off, or is written otherwise than browsers write them. */
export class MalformedForm extends Error {
  override name = 'MalformedForm'
}

/** The most that a form may have: bytes of a field, parts, and bytes before its file begins. */
const [mostField, mostParts, mostBefore] = [2_048, 20, 64 * 1_024]

type Content = AsyncGenerator<Buffer>

/** Lets go of the content of a file that holds anything; an empty one is an input in which nothing was chosen. */
async function contentOf(file: Readable): Promise<Content | null> {
  const pieces = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first = await pieces.next()
  if (first.done) return null
  return (async function* () {
    try {
      for (let piece: IteratorResult<Buffer> = first; !piece.done; piece = await pieces.next()) yield piece.value
    } catch {
      throw new MalformedForm()
    }
  })()
}

function parserFor(contentType: string): busboy.Busboy {
  try {
    if (!/^multipart\//i.test(contentType)) throw new MalformedForm()
    return busboy({ headers: { 'content-type': contentType }, limits: { fieldSize: mostField, parts: mostParts } })
  } catch {
    throw new MalformedForm()
  }
}

/** What a parser finds: the fields, and the first file in which something was chosen. */
function findingsOf(parser: busboy.Busboy) {
  const fields = new URLSearchParams()
  const contents: Promise<unknown>[] = []
  const files: Readable[] = []
  let parts = 0
  const content = new Promise<Content | null>((resolve, reject) => {
    const refuse = () => reject(new MalformedForm())
    parser.on('field', (name: string | undefined, value, { valueTruncated, mimeType }) => {
      parts++
      if (!name || valueTruncated) return refuse()
      // Some browsers send an input in which no file was chosen as a field of another type.
      if (mimeType === 'text/plain') fields.append(name, value)
    })
    parser.on('file', (_, file) => {
      parts++
      files.push(file.on('error', refuse))
      contents.push(contentOf(file).then((found) => found && resolve(found), refuse))
    })
    parser.on('partsLimit', refuse).on('error', refuse)
    // Parts that are none of a form are passed over by the parser: a form of nothing else is none.
    parser.on('finish', () => void Promise.all(contents).then(() => (parts === 0 ? refuse() : resolve(null))))
  })
  return { fields, content, hasBegun: () => files.some(({ readableLength }) => readableLength > 0) }
}

/**
 * Feeds a parser as fast as what it finds is read. It passes over what is too long, to its end: how much of that comes is counted here.
 * @param hasBegun whether a file is being read
 */
async function feed(parser: Writable, pieces: AsyncIterable<Buffer>, hasBegun: () => boolean): Promise<void> {
  let [bytes, isBefore] = [0, true]
  for await (const piece of pieces) {
    if (parser.destroyed) return
    const isReady = parser.write(piece)
    bytes += piece.length
    isBefore &&= !hasBegun()
    if (isBefore && bytes > mostBefore) throw new MalformedForm()
    if (!isReady) await once(parser, 'drain')
  }
  parser.end()
}

/**
 * Reads a form with a file as it flows in: fields that stand before the file, then the file itself, which is handed on piece by piece.
 * What comes after the file is not read.
 * @param withFile takes the fields and the content; it decides how much of that is read
 * @returns what it returned; null for a form in which no file was chosen
 * @throws MalformedForm
 */
export async function readFileForm<T>(
  contentType: string,
  pieces: AsyncIterable<Buffer>,
  withFile: (fields: URLSearchParams, content: AsyncIterable<Buffer>) => Promise<T>,
): Promise<{ fields: URLSearchParams; result: T | null }> {
  const parser = parserFor(contentType)
  const { fields, content, hasBegun } = findingsOf(parser)
  feed(parser, pieces, hasBegun).catch((error: Error) => parser.destroy(error))
  try {
    const file = await content
    return { fields, result: file && (await withFile(fields, file)) }
  } finally {
    parser.destroy()
  }
}
