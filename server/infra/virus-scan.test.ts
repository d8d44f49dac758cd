import { afterEach, describe, expect, it } from 'vitest'
import { startClamd, type ClamdServer } from '../../tests/integration/files/clamd-server'
import { scanForViruses } from './virus-scan'

let scanner: ClamdServer | undefined
afterEach(() => scanner?.stop())

describe('asking a virus scanner', () => {
  it('shows it all of the file, and takes its word', async () => {
    scanner = await startClamd()
    const clean = Buffer.alloc(300_000, 7)
    expect(await scanForViruses(clean, scanner.url)).toBe('clean')
    expect(await scanForViruses(Buffer.concat([clean, Buffer.from('EICAR')]), scanner.url)).toBe('infected')
    expect(scanner.seen).toEqual([300_000, 300_005])
  })

  it('knows nothing when it does not answer, or answers anything else', async () => {
    for (const answer of ['INSTREAM size limit exceeded. ERROR', '', 'stream: OKAY', 'UNKNOWN COMMAND']) {
      scanner = await startClamd(0, answer)
      expect(await scanForViruses(Buffer.from('x'), scanner.url)).toBe('away')
      await scanner.stop()
    }
    expect(await scanForViruses(Buffer.from('x'), scanner?.url)).toBe('away')
    expect(await scanForViruses(Buffer.from('x'), undefined)).toBe('off')
  })
})
