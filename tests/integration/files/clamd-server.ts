import { createServer } from 'node:net'

/** A virus scanner of the tests: finds one wherever the word EICAR stands. */
export interface ClamdServer {
  url: string
  /** Bytes of every file that it was shown. */
  seen: number[]
  stop: () => Promise<void>
}

/** Reads one file of the INSTREAM protocol: pieces with their lengths, ended by an empty one; null while it is not whole. */
function fileOf(sent: Buffer): Buffer | null {
  const parts: Buffer[] = []
  let at = 'zINSTREAM\0'.length
  while (at + 4 <= sent.length) {
    const length = sent.readUInt32BE(at)
    if (length === 0) return Buffer.concat(parts)
    if (at + 4 + length > sent.length) return null
    parts.push(sent.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}

/** Starts one. @param answer what it says instead of looking */
export async function startClamd(port = 0, answer?: string): Promise<ClamdServer> {
  const seen: number[] = []
  const server = createServer((socket) => {
    let sent = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      sent = Buffer.concat([sent, chunk])
      const file = fileOf(sent)
      if (!file) return
      seen.push(file.length)
      socket.end(`${answer ?? (file.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK')}\0`)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const url = `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return { url, seen, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}
