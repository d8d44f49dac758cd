import { connect, type Socket } from 'node:net'
import { env } from './env'

/** What the scanner said; `off` when there is none, `away` when there is one that does not answer: then nothing is known. */
export type ScanVerdict = 'clean' | 'infected' | 'off' | 'away'

/** Whether this installation has a virus scanner. */
export const hasVirusScanner = env.CLAMAV_URL !== undefined

/** How long it may take to answer, in milliseconds. */
const patience = 30_000

/** Bytes in one piece of the stream. */
const pieceBytes = 64 * 1_024

const lengthOf = (piece: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(piece.length)
  return length
}

function send(socket: Socket, content: Buffer): void {
  socket.write('zINSTREAM\0')
  for (let from = 0; from < content.length; from += pieceBytes) {
    const piece = content.subarray(from, from + pieceBytes)
    socket.write(lengthOf(piece))
    socket.write(piece)
  }
  socket.write(Buffer.alloc(4))
}

function answerTo(content: Buffer, url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) || 3_310 })
    let answer = ''
    socket.setTimeout(patience, () => socket.destroy(new Error('The virus scanner does not answer')))
    socket.on('connect', () => send(socket, content))
    socket.on('data', (chunk: Buffer) => {
      answer = (answer + chunk.toString('latin1')).slice(0, 1_000)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer.replace(/\0.*$/s, '')))
  })
}

/**
 * Asks clamd (INSTREAM, over TCP) whether bytes hold a virus. Only a plain "OK" is taken for one; whatever else it says that is no find
 * counts as no answer.
 */
export async function scanForViruses(content: Buffer, address = env.CLAMAV_URL): Promise<ScanVerdict> {
  if (address === undefined) return 'off'
  const answer = await answerTo(content, new URL(address)).catch(() => '')
  if (/^stream: OK\s*$/.test(answer)) return 'clean'
  return /\sFOUND\s*$/.test(answer) ? 'infected' : 'away'
}
