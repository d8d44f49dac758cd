import { createServer, type IncomingMessage } from 'node:http'
import { createPool, type Pool } from 'mariadb'
import { connectionOptions } from '../fixture/database.ts'

/**
 * A pool as the product has it: as many connections, the same isolation, sessions in UTC.
 * @param also more that a connection is told at its start
 */
export const poolOf = (connectionLimit: number, also: string[] = []): Pool =>
  createPool({
    ...connectionOptions(process.env.DATABASE_URL ?? ''),
    connectionLimit,
    prepareCacheLength: 512,
    initSql: ["SET time_zone = '+00:00'", 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', ...also],
  })

/** A Relay global id. */
export const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64url')

interface Posted {
  query: string
  variables: Record<string, unknown>
}

/** Answers POST /graphql with what `answer` makes of the variables, and GET /ready; nothing more is in a limit's HTTP. */
export function serve(answer: (variables: Posted['variables'], request: IncomingMessage) => Promise<unknown>): void {
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return response.end('ready')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const posted = JSON.parse(Buffer.concat(chunks).toString()) as Posted
      const body = await answer(posted.variables, request).then(
        (data) => JSON.stringify({ data }),
        (error: unknown) => JSON.stringify({ errors: [{ message: String(error) }] }),
      )
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) })
      response.end(body)
    })
  })
  server.listen(Number(process.env.PORT), '127.0.0.1')
}
