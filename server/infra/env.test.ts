import { expect, it } from 'vitest'
import { parseEnv } from './env'

const given = {
  DATABASE_URL: 'mysql://a@b/c',
  REDIS_URL: 'redis://b',
  PUBLIC_URL: 'https://b',
  MASTER_KEY: Buffer.alloc(32).toString('base64'),
}
const networks = (value: string) => parseEnv({ ...given, ACCESS_CONTROLLER_NETWORKS: value }).ACCESS_CONTROLLER_NETWORKS

it('ACCESS_CONTROLLER_NETWORKS is a list of networks, of none unless it is said', () => {
  expect(parseEnv(given).ACCESS_CONTROLLER_NETWORKS.rules).toEqual([])
  const list = networks('10.20.0.0/16, fd00::/8')
  expect([list.check('10.20.3.4'), list.check('10.21.0.1'), list.check('fd12::1', 'ipv6')]).toEqual([true, false, true])
  for (const bad of ['10.20.0.0', '10.20.0.0/33', 'gates.example/16', '10.20.0.0/16;10.21.0.0/16'])
    expect(() => networks(bad)).toThrow('ACCESS_CONTROLLER_NETWORKS: must be networks')
})
