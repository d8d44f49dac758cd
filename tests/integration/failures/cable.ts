import { connect, createServer, type Server, type Socket } from 'node:net'

/** A network cable to another server, that a test can pull and plug in again. */
export interface Cable {
  port: number
  /** Drops every connection and lets no new one through. */
  pull: () => Promise<void>
  plugIn: () => Promise<void>
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })

/** Lays a cable to a server. It ends with the process, or when it is pulled for good. */
export async function layCable(host: string, port: number): Promise<Cable> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, host)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  const own = await listen(server, 0)
  return {
    port: own,
    pull: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
    plugIn: async () => {
      await listen(server, own)
    },
  }
}
