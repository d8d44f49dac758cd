import { setPriority } from 'node:os'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'

// A program of its own: it is started for one picture, gets its bytes and nothing else, no key and no setting, and ends.

/** The most that a picture may have when it is unpacked: 64 megapixels are 192 MB. */
const mostPixels = 64_000_000

/** Seconds for one step. */
const patience = 20

const options = { limitInputPixels: mostPixels, failOn: 'warning', sequentialRead: true, unlimited: false } as const

interface Answer {
  fault?: 'DAMAGED' | 'TOO_MANY_PIXELS'
  lengths?: [number, number]
}

function answer(head: Answer, ...parts: Buffer[]): void {
  process.stdout.write(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]))
}

/** Nothing but the pixels goes on: no place where it was taken, no name of a camera, nothing hidden. */
async function makeAnew(bytes: Buffer, side: number): Promise<void> {
  const { width, height } = await sharp(bytes, { ...options, limitInputPixels: false }).metadata()
  if (width * height > mostPixels) return answer({ fault: 'TOO_MANY_PIXELS' })
  const picture = () =>
    sharp(bytes, options).timeout({ seconds: patience }).autoOrient().toColourspace('srgb').flatten({ background: '#fff' })
  const fit = (most: number) => ({ width: most, height: most, fit: 'inside', withoutEnlargement: true }) as const
  const main = await picture().resize(fit(side)).jpeg({ quality: 86 }).toBuffer()
  const preview = await sharp(main).resize(fit(360)).webp({ quality: 74 }).toBuffer()
  answer({ lengths: [main.length, preview.length] }, main, preview)
}

// What happens at a gate goes first.
setPriority(10)
sharp.concurrency(1)
sharp.cache(false)
try {
  await makeAnew(await buffer(process.stdin), Number(process.argv[2]))
} catch {
  answer({ fault: 'DAMAGED' })
}
