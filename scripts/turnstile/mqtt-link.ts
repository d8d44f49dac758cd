import { connectAsync, type MqttClient } from 'mqtt'
import type { Signed } from './signature.ts'
import type { Link } from './turnstile.ts'

/** How long an answer is waited for, in milliseconds. */
const patience = 10_000

/** A turnstile at a broker: how it tells, and how it stops. */
export interface MqttEnd extends Link {
  /** Hears what the server asks. */
  hear: (answer: (asked: Signed) => Signed | null) => void
  close: () => Promise<void>
}

/** Connects to a broker as a controller. @param url `mqtt://user:password@host:port` */
export async function startMqttEnd(url: string, controllerId: string): Promise<MqttEnd> {
  const topic = (name: string) => `guest-center/${controllerId}/${name}`
  const client: MqttClient = await connectAsync(url)
  await client.subscribeAsync([topic('commands'), topic('answers')], { qos: 1 })
  const send: Link['send'] = (message) =>
    new Promise((resolve) => {
      const listen = (from: string, payload: Buffer) => {
        const answer = from === topic('answers') ? (JSON.parse(payload.toString()) as Signed) : null
        if (answer?.id === message.id) end(answer)
      }
      const end = (answer: Signed | null) => {
        clearTimeout(timer)
        client.off('message', listen)
        resolve(answer)
      }
      const timer = setTimeout(() => end(null), patience)
      client.on('message', listen)
      client.publish(topic('events'), JSON.stringify(message), { qos: 1 })
    })
  const hear: MqttEnd['hear'] = (answer) =>
    client.on('message', (from, payload) => {
      const done = from === topic('commands') ? answer(JSON.parse(payload.toString()) as Signed) : null
      if (done) client.publish(topic('replies'), JSON.stringify(done), { qos: 1 })
    })
  return { send, hear, close: () => client.endAsync(true) }
}
