import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedForm, readFileForm } from './multipart'

const type = 'multipart/form-data; boundary=----WebKitFormBoundaryAbC'
const field = (name: string, value: string) =>
  `------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const file = (content: Buffer, name = 'a.jpg') =>
  Buffer.concat([
    Buffer.from(
      `------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: image/jpeg\r\n\r\n`,
    ),
    content,
    Buffer.from('\r\n'),
  ])
const end = '------WebKitFormBoundaryAbC--\r\n'

function* cut(bytes: Buffer, sizes: number[]): Generator<Buffer> {
  let at = 0
  for (let index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}
async function read(bytes: Buffer, sizes = [bytes.length], contentType = type) {
  const { fields, result } = await readFileForm(contentType, Readable.from(cut(bytes, sizes)), async (_, content) => buffer(content))
  return { fields: Object.fromEntries(fields), content: result }
}

describe('a form with a file', () => {
  it('is read the same however it is cut into pieces, whatever the file holds', async () => {
    const hostile = fc.constantFrom('\r\n--', '\r\n------WebKitFormBoundaryAb', '--', '\r', '\n', '------WebKit')
    const content = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 60 }).map((part) => Buffer.from(part)),
        hostile.map((text) => Buffer.from(text)),
      ),
      { minLength: 1 },
    )
    await fc.assert(
      fc.asyncProperty(content, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), async (parts, sizes) => {
        const whole = Buffer.concat(parts)
        fc.pre(whole.length > 0 && !whole.includes('\r\n------WebKitFormBoundaryAbC'))
        const form = Buffer.concat([Buffer.from(field('form', 'k') + field('kind', 'PHOTO')), file(whole), Buffer.from(end)])
        expect(await read(form, sizes)).toEqual({ fields: { form: 'k', kind: 'PHOTO' }, content: whole })
      }),
      { numRuns: 500 },
    )
  })

  it('has the first file in which something was chosen, or none', async () => {
    const empty = file(Buffer.alloc(0), '')
    const both = Buffer.concat([Buffer.from(field('form', 'k')), empty, file(Buffer.from('x')), Buffer.from(end)])
    expect(await read(both)).toEqual({ fields: { form: 'k' }, content: Buffer.from('x') })
    expect(await read(Buffer.concat([empty, Buffer.from(end)]))).toEqual({ fields: {}, content: null })
  })

  it('is refused when it breaks off, has too long a field, too many parts, or is none', async () => {
    const broken = [
      Buffer.concat([Buffer.from(field('form', 'k')), file(Buffer.from('x')).subarray(0, -2)]),
      Buffer.from(field('form', 'k'.repeat(5_000)) + end),
      Buffer.from(field('a', 'b').repeat(30) + end),
      Buffer.from('nothing of the kind'),
      Buffer.from(`------WebKitFormBoundaryAbC\r\nContent-Disposition: attachment\r\n\r\nx\r\n${end}`),
    ]
    for (const form of broken) await expect(read(form, [7])).rejects.toThrow(MalformedForm)
    await expect(read(Buffer.from(end), [7], 'application/x-www-form-urlencoded')).rejects.toThrow(MalformedForm)
    await expect(read(Buffer.from(end), [7], 'multipart/form-data')).rejects.toThrow(MalformedForm)
  })

  it.each([
    ['stands before its beginning', 'nothing\r\n'],
    ['is a field', '------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="a"\r\n\r\n'],
    ['is the head of a part', '------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="'],
    ['is a part of no form', '------WebKitFormBoundaryAbC\r\nContent-Type: text/plain\r\n\r\n'],
  ])('is read no further than it may be long, when what does not end %s', async (_, start) => {
    let sent = 0
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from(start)
      for (; sent < 10_000_000; sent += 8_192) yield Buffer.alloc(8_192, 'x')
    }
    await expect(readFileForm(type, endless(), async () => null)).rejects.toThrow(MalformedForm)
    expect(sent).toBeLessThan(100_000)
  })

  it('gives the file on before it has come whole, and reads no more of it than is asked for', async () => {
    let sent = 0
    async function* long(): AsyncGenerator<Buffer> {
      yield Buffer.from(field('form', 'k'))
      yield file(Buffer.alloc(10)).subarray(0, -2)
      for (; sent < 10_000_000; sent += 8_192) yield Buffer.alloc(8_192, 'x')
    }
    const { result } = await readFileForm(type, long(), async (fields, content) => {
      for await (const piece of content) return [fields.get('form'), piece.length > 0]
    })
    expect(result).toEqual(['k', true])
    expect(sent).toBeLessThan(500_000)
  })
})
