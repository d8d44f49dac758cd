import { isIP } from 'node:net'
import { connect } from 'mqtt'
import type { IClientOptions, MqttClient } from 'mqtt'
import { env } from '../../../infra/env'
import { checkedAddress, OutboundRefused } from '../../../infra/outbound'
import type { ControllerReach } from '../controller-access'
import { DriverFailed } from '../driver'

/** How long a broker may take to let somebody in, in milliseconds. */
const patience = 10_000

/** Where a controller and the product find each other at a broker. */
export const topicsOf = (controllerId: string) => ({
  /** What the product asks, and what the controller answers. */
  commands: `guest-center/${controllerId}/commands`,
  replies: `guest-center/${controllerId}/replies`,
  /** What the controller tells, and what the product answers. */
  events: `guest-center/${controllerId}/events`,
  answers: `guest-center/${controllerId}/answers`,
})

/** Without TLS a broker is spoken to in the networks that the operator names, and in tests. */
const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'mqtts:' ? 8_883 : 1_883)

/**
 * Connects to the broker of a controller: to the address that was checked, so that a name that changes its mind in between changes nothing.
 * @param reconnects whether to come back by itself when the connection breaks
 * @throws DriverFailed
 */
export async function connectBroker(reach: ControllerReach, reconnects = false): Promise<MqttClient> {
  const url = new URL(reach.url)
  const isSecure = url.protocol === 'mqtts:'
  const place = await checkedAddress(url, env.ACCESS_CONTROLLER_NETWORKS).catch((error: unknown) => {
    throw new DriverFailed(error instanceof OutboundRefused ? 'ADDRESS' : 'UNREACHABLE')
  })
  if (!isSecure && !place.isNear && env.NODE_ENV !== 'test') throw new DriverFailed('ADDRESS')
  const options: IClientOptions = {
    protocol: isSecure ? 'mqtts' : 'mqtt',
    host: place.address,
    port: portOf(url),
    ...(isSecure && isIP(url.hostname) === 0 ? { servername: url.hostname } : {}),
    ...(reach.user ? { username: reach.user, password: reach.password ?? '' } : {}),
    connectTimeout: patience,
    reconnectPeriod: reconnects ? 5_000 : 0,
  }
  return reconnects ? connect(options) : entered(connect(options))
}

/** Waits until the broker has let a client in. @throws DriverFailed */
function entered(client: MqttClient): Promise<MqttClient> {
  return new Promise((resolve, reject) => {
    const fail = (problem: DriverFailed['problem']) => {
      client.end(true)
      reject(new DriverFailed(problem))
    }
    const timer = setTimeout(() => fail('TOO_SLOW'), patience)
    client.once('connect', () => {
      clearTimeout(timer)
      client.on('error', () => undefined)
      resolve(client)
    })
    client.once('error', (error) => {
      clearTimeout(timer)
      fail('code' in error && (error.code === 4 || error.code === 5) ? 'REFUSED' : 'UNREACHABLE')
    })
    client.once('close', () => {
      clearTimeout(timer)
      fail('UNREACHABLE')
    })
  })
}
