/** A form that is none: it breaks off, or is written otherwise than browsers write them. */
export class MalformedForm extends Error {
  override name = 'MalformedForm'
}

/** The most that the head of a part, and a field that is no file, may have. */
const [mostHead, mostField, mostParts] = [4_096, 2_048, 20]

const lineEnd = Buffer.from('\r\n')

/** What flows in, read up to marks. Holds no more than a piece and a mark of it. */
class Source {
  private held: Buffer = Buffer.alloc(0)

  constructor(private readonly pieces: AsyncIterator<Buffer>) {}

  /** Reads up to a mark, which is taken too. @throws MalformedForm when it does not come within `most` bytes */
  async upTo(mark: Buffer, most: number): Promise<Buffer> {
    for (;;) {
      const at = this.held.indexOf(mark)
      if (at >= 0) {
        const before = this.held.subarray(0, at)
        this.held = this.held.subarray(at + mark.length)
        return before
      }
      if (this.held.length > most + mark.length) throw new MalformedForm()
      await this.fill()
    }
  }

  /** Hands on everything up to a mark, piece by piece. */
  async *through(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.held.indexOf(mark)
      const safe = at >= 0 ? at : Math.max(0, this.held.length - mark.length + 1)
      if (safe > 0) yield this.held.subarray(0, safe)
      this.held = this.held.subarray(at >= 0 ? at + mark.length : safe)
      if (at >= 0) return
      await this.fill()
    }
  }

  private async fill(): Promise<void> {
    const next = await this.pieces.next()
    if (next.done) throw new MalformedForm()
    this.held = this.held.length > 0 ? Buffer.concat([this.held, next.value]) : next.value
  }
}

const boundaryOf = (contentType: string): string | null =>
  /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)?.slice(1).find(Boolean) ?? null

interface Part {
  name: string
  isFile: boolean
}

function partOf(head: string): Part {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1] ?? ''
  const name = /(?:^|;)\s*name="([^"]*)"/i.exec(disposition)?.[1]
  if (name === undefined) throw new MalformedForm()
  // What the file is called, and what it is said to be, is nobody's business.
  return { name, isFile: /;\s*filename(\*)?=/i.test(disposition) }
}

/** Lets go of the first file that holds anything; the empty ones are inputs in which nothing was chosen. */
async function firstBytes(content: AsyncGenerator<Buffer>): Promise<AsyncGenerator<Buffer> | null> {
  const first = await content.next()
  if (first.done) return null
  return (async function* () {
    yield first.value
    yield* content
  })()
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
  const boundary = boundaryOf(contentType)
  if (!boundary) throw new MalformedForm()
  const source = new Source(pieces[Symbol.asyncIterator]())
  const mark = Buffer.from(`\r\n--${boundary}`)
  const fields = new URLSearchParams()
  await source.upTo(mark.subarray(2), 0)
  for (let count = 0; count < mostParts; count++) {
    if ((await source.upTo(lineEnd, 2)).toString() === '--') return { fields, result: null }
    const { name, isFile } = partOf((await source.upTo(Buffer.from('\r\n\r\n'), mostHead)).toString())
    if (!isFile) {
      fields.append(name, (await source.upTo(mark, mostField)).toString())
      continue
    }
    const content = await firstBytes(source.through(mark))
    if (content) return { fields, result: await withFile(fields, content) }
  }
  throw new MalformedForm()
}
