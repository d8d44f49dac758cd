import type { Attack, Outcome, Target } from './attack'

type WithHeaders = new (url: string, options: { protocols: string | string[]; headers: Record<string, string> }) => WebSocket

/** How long an attacker waits for what comes of it, in milliseconds. */
const patience = 6_000

/** Opens a connection, does its worst, and says how it ended. */
function connection(
  target: Target,
  worst: (socket: WebSocket) => void,
  options: { cookie?: string; origin?: string } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const headers: Record<string, string> = {
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...(options.origin ? { origin: options.origin } : {}),
    }
    const Socket = WebSocket as unknown as WithHeaders
    const socket = new Socket(`${target.url.replace('http', 'ws')}/graphql`, { protocols: 'graphql-transport-ws', headers })
    const late = setTimeout(() => finish('still open'), patience)
    let errors = 0
    const finish = (outcome: Outcome) => {
      clearTimeout(late)
      socket.close()
      resolve(outcome)
    }
    socket.addEventListener('open', () => worst(socket))
    socket.addEventListener('close', ({ code }) => finish(`closed ${code}`))
    socket.addEventListener('error', () => errors++)
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as { type: string; payload?: { extensions?: { code?: string } }[] }
      if (message.type === 'error') finish(`error ${message.payload?.[0]?.extensions?.code}`)
    })
  })
}

const say = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message))
const init = (target: Target) => ({ type: 'connection_init', payload: { authorization: `Bearer ${target.key}` } })
const subscribe = (id: string, query: string, variables: object = {}) => ({ id, type: 'subscribe', payload: { query, variables } })
const watch = 'subscription { gateActivity { cursor } }'

/** The attacker is let in, and then does this. */
const insider =
  (worst: (socket: WebSocket) => void) =>
  (target: Target): Promise<Outcome> =>
    connection(target, (socket) => {
      socket.addEventListener('message', ({ data }) => {
        if (String(data).includes('connection_ack')) worst(socket)
      })
      say(socket, init(target))
    })

const asks = (name: string, query: string, variables: object = {}): Attack => ({
  name: `by WebSocket: ${name}`,
  send: insider((socket) => say(socket, subscribe('1', query, variables))),
  harmless: /^error (GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|QUERY_TOO_COSTLY|BAD_USER_INPUT)$/,
})

/** Attacks over the WebSocket. */
export const socketAttacks: Attack[] = [
  asks('sixteen aliases', `subscription { gateActivity { ${Array.from({ length: 16 }, (_, index) => `a${index}: cursor`).join(' ')} } }`),
  asks('more than 1,000 tokens', `{ ${'__typename '.repeat(1_100)} }`),
  asks('a circle of fragments', '{ ...a } fragment a on Query { ...a }'),
  asks('pages whose size a variable says', 'query ($n: Int) { visitors(first: $n) { edges { cursor } } }', { n: 20_000 }),
  {
    name: 'by WebSocket: nothing said',
    send: (target) => connection(target, () => undefined),
    harmless: /^closed 4408$/,
  },
  {
    name: 'by WebSocket: an operation before the greeting',
    send: (target) => connection(target, (socket) => say(socket, subscribe('1', watch))),
    harmless: /^closed 4401$/,
  },
  {
    name: 'by WebSocket: two greetings',
    send: insider((socket) => say(socket, { type: 'connection_init' })),
    harmless: /^closed 4429$/,
  },
  {
    name: 'by WebSocket: the same id twice',
    send: insider((socket) => ['1', '1'].forEach((id) => say(socket, subscribe(id, watch)))),
    harmless: /^closed 4409$/,
  },
  {
    name: 'by WebSocket: an id named __proto__',
    send: insider((socket) => ['__proto__', '__proto__'].forEach((id) => say(socket, subscribe(id, watch)))),
    harmless: /^closed 44\d\d$/,
  },
  {
    name: 'by WebSocket: two thousand subscriptions',
    send: insider((socket) => {
      for (let id = 0; id < 2_000; id++) say(socket, subscribe(String(id), watch))
    }),
    harmless: /^closed (4429|1006)$/,
  },
  {
    name: 'by WebSocket: a message of 5 MB',
    send: (target) => connection(target, (socket) => socket.send(`{"type":"ping","payload":{"a":"${'x'.repeat(5_000_000)}"}}`)),
    harmless: /^closed (1009|1006)$/,
  },
  {
    name: 'by WebSocket: a message that is no JSON',
    send: (target) => connection(target, (socket) => socket.send('{'.repeat(10_000))),
    harmless: /^closed 4400$/,
  },
  {
    name: 'by WebSocket: another site’s page with the cookie',
    send: (target) =>
      connection(target, (socket) => say(socket, { type: 'connection_init' }), { cookie: target.cookie, origin: 'https://evil.example' }),
    harmless: /^closed 4403$/,
  },
  {
    name: 'by WebSocket: a page without an origin, with the cookie',
    send: (target) => connection(target, (socket) => say(socket, { type: 'connection_init' }), { cookie: target.cookie, origin: 'null' }),
    harmless: /^closed 4403$/,
  },
]
