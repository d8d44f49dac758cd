import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { qrPath } from './qr-path'

const CODE = `GC1:${'6BFOXN%TSQHF3%*4C7'.repeat(8).slice(0, 141)}`

/** Draws a path the way a browser strokes it: each "h" darkens modules of the row that the pen is in. */
function modules({ size, path }: ReturnType<typeof qrPath>) {
  const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  let [x, y] = [0, 0]
  for (const [, command, first, second] of path.matchAll(/([Mmh])(\d+)(?: ([\d.]+))?/g)) {
    if (command === 'M') [x, y] = [Number(first), Number(second) - 0.5]
    if (command === 'm') x += Number(first)
    if (command === 'h') {
      const end = x + Number(first)
      for (; x < end; x++) grid[y]![x] = true
    }
  }
  return grid
}

describe('qrPath', () => {
  it('draws exactly the modules of the code, with four empty ones around', () => {
    const drawn = qrPath(CODE)
    expect(modules(drawn)).toEqual(encode(CODE, { ecc: 'M', border: 4, maskPattern: 3 }).data)
    const edge = [0, 1, 2, 3, drawn.size - 4, drawn.size - 1]
    expect(edge.flatMap((index) => [...modules(drawn)[index]!, ...modules(drawn).map((row) => row[index])])).not.toContain(true)
  })

  it('is small: a page carries it inline', () => {
    expect(qrPath(CODE).path.length).toBeLessThan(6000)
  })

  it('keeps what was used last and forgets the rest', () => {
    const first = qrPath('KEPT')
    const forgotten = qrPath('FORGOTTEN')
    for (let index = 0; index < 499; index++) {
      qrPath(`N${index}`)
      expect(qrPath('KEPT')).toBe(first)
    }
    expect(qrPath('FORGOTTEN')).not.toBe(forgotten)
    expect(qrPath('FORGOTTEN')).toEqual(forgotten)
  })
})
