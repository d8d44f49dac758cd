import { createServer, type RequestListener } from 'node:http'
import { BlockList, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { checkedAddress, fetchOutside, isPublicAddress } from './outbound'

const undo: (() => void)[] = []
afterEach(() => undo.splice(0).forEach((step) => step()))

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  undo.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const inside = { allowsPrivate: true }
const closed = { allowsPrivate: false }

describe('which addresses are in the internet', () => {
  it.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700::1111', '2a00:1450:4001::200e'])('%s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  )

  it.each(
    '0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1 198.18.0.1 224.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 2001::1 2001:db8::1 2002:7f00:1:: ff02::1 localhost'.split(
      ' ',
    ),
  )('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))
})

describe('a request to a server of others', () => {
  it('goes nowhere inside, by whatever spelling, before a connection is made', async () => {
    let asked = 0
    const port = new URL(await serve((_, answer) => answer.end(String(asked++)))).port
    const hosts = ['127.0.0.1', '127.1', '2130706433', '0x7f.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']
    for (const host of hosts)
      await expect(fetchOutside(`http://${host}:${port}/`, {}, closed), host).rejects.toThrow(/not in the internet|ENOTFOUND|EAI_AGAIN/)
    expect(asked).toBe(0)
  })

  it('goes to networks that are named, also without TLS, and without it to nowhere else', async () => {
    const url = await serve((_, answer) => answer.end('near'))
    const [near, far] = [new BlockList(), new BlockList()]
    near.addSubnet('127.0.0.0', 8, 'ipv4')
    far.addSubnet('10.0.0.0', 8, 'ipv4')
    expect(await (await fetchOutside(url, {}, { ...closed, networks: near })).text()).toBe('near')
    await expect(fetchOutside(url, {}, { ...closed, networks: far })).rejects.toThrow('not in the internet')
    await expect(fetchOutside('http://8.8.8.8/', {}, { ...closed, networks: near })).rejects.toThrow('not in the internet')
    expect(await checkedAddress(new URL('mqtt://127.0.0.1:1883'), near, false)).toEqual({ address: '127.0.0.1', isNear: true })
    await expect(checkedAddress(new URL('mqtt://127.0.0.1:1883'), far, false)).rejects.toThrow('not in the internet')
  })

  it('knows no other protocol and sends no password of an address', async () => {
    for (const address of ['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/'])
      await expect(fetchOutside(address, {}, inside)).rejects.toThrow('Only https')
    await expect(fetchOutside('https://a:b@example.com/', {}, inside)).rejects.toThrow('password')
  })

  it('follows no redirect', async () => {
    const url = await serve((_, answer) => answer.writeHead(302, { location: 'http://169.254.169.254/' }).end())
    expect((await fetchOutside(url, {}, inside)).status).toBe(302)
  })

  it('sends what it is given and reads the answer, but not one without an end', async () => {
    const url = await serve((request, answer) => {
      if (request.url === '/long') return void answer.end(Buffer.alloc(300_000))
      let got = ''
      request.on('data', (part) => (got += String(part)))
      request.on('end', () => answer.writeHead(201, { 'content-type': 'text/plain' }).end(`${request.method} ${got}`))
    })
    const answer = await fetchOutside(url, { method: 'POST', body: 'hello' }, inside)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([201, 'text/plain', 'POST hello'])
    await expect(fetchOutside(`${url}/long`, {}, inside)).rejects.toThrow('too long')
  })

  it('is given up when the caller does', async () => {
    const url = await serve(() => undefined)
    await expect(fetchOutside(url, { signal: AbortSignal.timeout(50) }, inside)).rejects.toThrow()
  })
})
