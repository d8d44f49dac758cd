import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { bomb, emptyZip, packedObjects, pdf, phonePhoto, picture, pngChunk } from '../../../../tests/integration/files/samples'
import { inspectFile } from './inspect-file'

const joined = (...parts: (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))

describe('a picture', () => {
  it('is made anew: turned upright, smaller, without what the phone wrote into it', async () => {
    const sent = await phonePhoto(3_000, 2_000)
    const before = await sharp(sent).metadata()
    expect(before).toMatchObject({ orientation: 6, exif: expect.any(Buffer) as Buffer })
    expect(before.exif?.toString('latin1')).toContain('CanaryPhone')
    const kept = await inspectFile(sent, 'PHOTO')
    if (typeof kept === 'string') throw new Error(kept)
    const after = await sharp(kept.main).metadata()
    expect(after).toMatchObject({ format: 'jpeg', width: 800, height: 1_200 })
    expect([after.exif, after.xmp, after.icc, after.orientation]).toEqual([undefined, undefined, undefined, undefined])
    expect(kept.main.toString('latin1')).not.toContain('CanaryPhone')
    const preview = await sharp(kept.preview ?? Buffer.alloc(0)).metadata()
    expect(preview).toMatchObject({ format: 'webp', width: 240, height: 360 })
    expect(kept.preview?.length).toBeLessThan(30_000)
  })

  it.each(['jpeg', 'png', 'webp'] as const)('is taken as %s whatever it is called', async (format) => {
    expect(await inspectFile(await picture(format), 'IDENTITY_DOCUMENT')).toMatchObject({ contentType: 'image/jpeg', pages: null })
  })

  it('that breaks off is damaged, in whatever format', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const whole = await picture(format, 900, 900)
      expect(await inspectFile(whole.subarray(0, whole.length / 2), 'PHOTO')).toBe('DAMAGED')
    }
  })

  it('of 50,000 × 50,000 pixels is refused in no time, and one that claims less than it holds is damaged', async () => {
    const started = performance.now()
    expect(await inspectFile(bomb(50_000, 50_000), 'PHOTO')).toBe('TOO_MANY_PIXELS')
    expect(await inspectFile(bomb(7_000, 9_000), 'PHOTO')).toBe('DAMAGED')
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  it('of another kind is not taken, nor is anything that only claims to be one', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for (const sent of [
      Buffer.from(svg),
      Buffer.from('<html><script>1</script></html>'),
      joined('GIF89a/*', Buffer.alloc(40), '*/=1;alert(1)'),
    ])
      expect(await inspectFile(sent, 'OTHER')).toBe('TYPE')
    expect(await inspectFile(pdf(), 'PHOTO')).toBe('TYPE')
    expect(await inspectFile(emptyZip, 'OTHER')).toBe('TYPE')
  })
})

describe('a file that is two things at once', () => {
  const whole = async () => ({ jpeg: await picture('jpeg'), png: await picture('png'), webp: await picture('webp') })

  it('is refused: an archive, a page, a script or a PDF in a picture, and the other way round', async () => {
    const { jpeg, png, webp } = await whole()
    const withComment = (text: string) =>
      joined(
        jpeg.subarray(0, 2),
        [0xff, 0xfe, 0, text.length + 2].reduce((all, byte) => joined(all, Buffer.from([byte])), Buffer.alloc(0)),
        text,
        jpeg.subarray(2),
      )
    const scriptLength = Buffer.from(webp)
    scriptLength.write('/*', 4, 'latin1')
    const twoInOne = {
      'zip behind a jpeg': joined(jpeg, emptyZip),
      'zip with a comment behind a png': joined(png, emptyZip.subarray(0, 20), Buffer.from([3, 0]), 'abc'),
      'rar behind a jpeg': joined(jpeg, 'Rar!\x1a\x07\x00', Buffer.alloc(20)),
      'page behind a jpeg': joined(jpeg, '<html><body onload=alert(1)>'),
      'script in a comment of a jpeg': withComment('<script>alert(1)</script>'),
      'php in a comment of a jpeg': withComment('<?php system(1); ?>'),
      'jpeg that is a script': joined(jpeg.subarray(0, 2), Buffer.from([0xff, 0xe0]), '/*', jpeg.subarray(6)),
      'page in a text of a png': joined(png.subarray(0, 33), pngChunk('tEXt', Buffer.from('a\0<script src=x>')), png.subarray(33)),
      'anything behind a png': joined(png, 'MZ executable'),
      'script in the length of a webp': scriptLength,
      'pdf behind a jpeg': joined(jpeg, pdf()),
      'page before a pdf': joined('<html><script>1</script>\n', pdf()),
      'page in the head of a pdf': joined('%PDF-1.7\n<script>alert(1)</script>\n', pdf().subarray(9)),
      'zip around a pdf': joined(pdf(), emptyZip),
    }
    for (const [name, sent] of Object.entries(twoInOne))
      expect([name, await inspectFile(sent, 'OTHER')]).toEqual([name, expect.stringMatching(/^(POLYGLOT|TYPE)$/)])
  })

  it('is not seen where there is none: a phone puts a film behind its photo, noise is noise', async () => {
    const { jpeg } = await whole()
    expect(await inspectFile(joined(jpeg, '\0\0\0\x18ftypmp42', Buffer.alloc(5_000, 7)), 'PHOTO')).toMatchObject({
      contentType: 'image/jpeg',
    })
  })
})

describe('a PDF', () => {
  it('is kept as it was sent, with the number of its pages', async () => {
    const sent = pdf({ pages: 3, more: packedObjects('5 0 << /Producer (a scanner) >>') })
    expect(await inspectFile(sent, 'INSURANCE')).toEqual({ main: sent, preview: null, contentType: 'application/pdf', pages: 3 })
    expect(await inspectFile(pdf({ trailer: '/OpenAction [10 0 R /FitH null] ' }), 'OTHER')).toMatchObject({ pages: 1 })
  })

  it('is refused when it acts, hides something, is locked, endless or no PDF to its end', async () => {
    const acts = [
      pdf({ more: '20 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n' }),
      pdf({ more: '20 0 obj\n<< /S /J#61vaScript /J#53 (app.alert(1)) >>\nendobj\n' }),
      pdf({ more: packedObjects('20 0 << /S /JavaScript /JS (app.alert(1)) >>') }),
      pdf({ more: packedObjects('20 0 << /S /JavaScript >>', '[/ASCII85Decode /FlateDecode]') }),
      pdf({ more: '20 0 obj\n<< /Type /EmbeddedFile /Length 3 >>\nstream\nabc\nendstream\nendobj\n' }),
      pdf({ more: '% stream\n20 0 obj\n<< /S /JavaScript >>\nendobj\n% endstream\n' }),
      pdf({ trailer: '/OpenAction << /S /Launch /F (cmd.exe) >> ' }),
      pdf({ more: '20 0 obj\n<< /AA << /O 21 0 R >> >>\nendobj\n' }),
      pdf({ more: '20 0 obj\n<< /XFA 21 0 R >>\nendobj\n' }),
      pdf({ more: packedObjects('x'.repeat(40 * 1_024 * 1_024)) }),
    ]
    for (const [index, sent] of acts.entries()) expect([index, await inspectFile(sent, 'OTHER')]).toEqual([index, 'ACTIVE_CONTENT'])
    expect(await inspectFile(pdf({ trailer: '/Encrypt 9 0 R ' }), 'OTHER')).toBe('ENCRYPTED')
    expect(await inspectFile(pdf({ pages: 31 }), 'OTHER')).toBe('TOO_MANY_PAGES')
    expect(await inspectFile(pdf().subarray(0, 60), 'OTHER')).toBe('DAMAGED')
  })

  it('is looked at in time, however it is made', async () => {
    const started = performance.now()
    await inspectFile(pdf({ more: '<<'.repeat(3_000_000) }), 'OTHER')
    await inspectFile(pdf({ more: 'obj<</First 1>>stream\nendstream\n'.repeat(200_000) }), 'OTHER')
    await inspectFile(pdf({ more: '/OpenAction ['.repeat(400_000) }), 'OTHER')
    expect(performance.now() - started).toBeLessThan(8_000)
  })
})
