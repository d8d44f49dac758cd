import type * as Dns from 'node:dns'
import { connect, createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Settings from '../../../server/infra/env'

/** What names lead to, one answer after the other: the last one stays. */
const names = vi.hoisted(() => new Map<string, string[]>())

vi.mock('node:dns', async (original) => {
  const real = await original<typeof Dns>()
  const lookup = (host: string, options: object, callback: (error: Error | null, found: Dns.LookupAddress[]) => void) => {
    const answers = names.get(host)
    if (!answers) return real.lookup(host, { ...options, all: true }, callback)
    const address = (answers.length > 1 ? answers.shift() : answers[0]) ?? ''
    return callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])
  }
  return { ...real, lookup, default: { ...real, lookup } }
})
vi.mock('../../../server/infra/env', async (original) => {
  const real = await original<typeof Settings>()
  return { ...real, env: { ...real.env, NODE_ENV: 'production', OUTBOUND_PRIVATE_ADDRESSES: false } }
})

const { outboundAgent } = await import('../../../server/infra/outbound-agent')
const { signingKey } = await import('../../../server/domains/webhooks/signature')
const { postMessage } = await import('../../../server/domains/webhooks/deliver/post-message')

let port = 0
let connections = 0
const listening = () => createServer((socket) => void (connections++, socket.destroy()))
const [server, ofSix] = [listening(), listening()]

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  await new Promise<void>((resolve) => ofSix.listen(port, '::1', resolve).once('error', () => resolve()))
})
beforeEach(() => void (connections = 0))
afterAll(() => [server, ofSix].forEach((each) => each.close()))

const agent = outboundAgent(false)
const post = (url: string) => postMessage(agent, { url, keys: [signingKey('whsec_c2VjcmV0')], id: 'message', body: '{}' })

/** Every way we know to write an address of this machine, of its network, or of the cloud's metadata. */
const forms =
  '127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 0x7F.1 127.0.0.1. 127.255.255.254 0.0.0.0 0 ①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 169.254.169.254 198.18.0.1 224.0.0.1 255.255.255.255 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [fd00::1] [fe80::1]'.split(
    ' ',
  )

describe('a delivery to an address inside', () => {
  it('stands before a server that would note a connection', async () => {
    await new Promise<void>((resolve) => connect(port, '127.0.0.1').once('close', () => resolve()))
    expect(connections).toBe(1)
  })

  it('has 34 spellings', () => expect(new Set(forms).size).toBe(34))

  it.each(forms)('makes no connection to %s', async (host) => {
    expect(await post(`https://${host}:${port}/`)).toMatchObject({ problem: 'ADDRESS', statusCode: null })
    expect(connections).toBe(0)
  })

  it.each(['localhost', 'inside.example', 'metadata.example', 'six.example', 'one-of-both.example'])(
    'makes none to the name %s',
    async (host) => {
      names.set('localhost', ['127.0.0.1'])
      names.set('inside.example', ['127.0.0.1'])
      names.set('metadata.example', ['169.254.169.254'])
      names.set('six.example', ['::1'])
      names.set('one-of-both.example', ['::ffff:127.0.0.1'])
      expect(await post(`https://${host}:${port}/`)).toMatchObject({ problem: 'ADDRESS' })
      expect(connections).toBe(0)
    },
  )

  it('makes none where a name changes its mind between the check and the connection', async () => {
    names.set('rebinding.example', ['8.8.8.8', '127.0.0.1'])
    const first = await post(`https://rebinding.example:${port}/`)
    expect(first.problem).toMatch(/CONNECTION|TIMEOUT/)
    // It was looked up once: what was connected to is what was checked.
    expect(names.get('rebinding.example')).toEqual(['127.0.0.1'])
    expect(await post(`https://rebinding.example:${port}/`)).toMatchObject({ problem: 'ADDRESS' })
    expect(connections).toBe(0)
  })

  it.each(['http://8.8.8.8/', 'https://user:password@8.8.8.8/', 'ftp://8.8.8.8/', 'file:///etc/passwd', 'gopher://127.0.0.1/'])(
    'makes none to %s',
    async (url) => expect(await post(url)).toMatchObject({ problem: 'ADDRESS' }),
  )
})
