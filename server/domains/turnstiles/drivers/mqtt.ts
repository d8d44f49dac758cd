import type { MqttClient } from 'mqtt'
import type { ControllerReach } from '../controller-access'
import { DriverFailed, type ControllerDriver } from '../driver'
import { delayOf, isSignedBy, signatureTolerance } from '../message-signature'
import { connectBroker, topicsOf } from './broker'
import { envelopeOf, openEnvelope } from './envelope'
import { jsonDriver, type Command } from './message'

/** How long a controller may take to answer, in milliseconds. */
const patience = 10_000

/** Waits for the signed answer to one command; others, and what nobody signed, are none of its business. */
function replyTo(client: MqttClient, reach: ControllerReach, topic: string, id: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer)
      client.off('message', listen)
      settle()
    }
    const listen = (from: string, payload: Buffer) => {
      const read = from === topic ? openEnvelope(payload.toString()) : null
      if (read?.seal.id !== id || !isSignedBy(reach.secrets, read.seal, read.body)) return
      const delay = delayOf(read.seal, new Date())
      if (delay === null || Math.abs(delay) > signatureTolerance) return end(() => reject(new DriverFailed('FORGED')))
      end(() => {
        try {
          resolve(JSON.parse(read.body))
        } catch {
          reject(new DriverFailed('NOT_UNDERSTOOD'))
        }
      })
    }
    const timer = setTimeout(() => end(() => reject(new DriverFailed('TOO_SLOW'))), patience)
    client.on('message', listen)
  })
}

/**
 * A controller behind a broker (MQTT): commands and their answers travel as signed envelopes on topics of its own. The connection is made for the
 * first command and kept until it is closed.
 */
export function mqttDriver(controllerId: string, reach: ControllerReach): ControllerDriver {
  const { commands, replies } = topicsOf(controllerId)
  let connecting: Promise<MqttClient> | null = null
  const enter = async () => {
    const client = await connectBroker(reach)
    await client.subscribeAsync(replies, { qos: 1 }).catch(() => {
      client.end(true)
      throw new DriverFailed('REFUSED')
    })
    return client
  }
  const ask = async (id: string, command: Command): Promise<unknown> => {
    connecting ??= enter()
    const client = await connecting
    const reply = replyTo(client, reach, replies, id)
    const sent = client.publishAsync(commands, envelopeOf(reach.secrets, id, JSON.stringify(command), new Date()), { qos: 1 })
    const [answer] = await Promise.all([
      reply,
      sent.catch(() => {
        throw new DriverFailed('UNREACHABLE')
      }),
    ])
    return answer
  }
  return jsonDriver(ask, async () => {
    const client = await connecting?.catch(() => null)
    await client?.endAsync().catch(() => undefined)
  })
}
