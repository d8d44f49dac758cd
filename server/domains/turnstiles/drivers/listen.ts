import type { MqttClient } from 'mqtt'
import type { AccessController } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { keyringOf } from '../../../infra/keyring'
import { describeError, log } from '../../../infra/log'
import { openAccess, reachOfAccess } from '../controller-access'
import { receiveMessage } from '../use-cases/receive-message'
import { connectBroker, topicsOf } from './broker'
import { openEnvelope } from './envelope'

/** How often it is looked which controllers there are, in milliseconds. */
const lookEvery = 10_000

/** For how long a revoked controller can still tell what it did before, in milliseconds. */
const farewell = 7 * 86_400_000

/** A connection to the broker of one controller, and by which access it was made. */
interface Link {
  client: MqttClient
  access: string
}

/** Takes what a controller tells, one message after the other, and answers each. What is not answered the controller sends again. */
function listen(client: MqttClient, controllerId: string): void {
  const { events, answers } = topicsOf(controllerId)
  let last = Promise.resolve()
  const take = async (text: string) => {
    const read = openEnvelope(text)
    if (!read) return
    const { seal, body } = await receiveMessage(controllerId, read.seal, read.body)
    // Who did not sign is not answered: everybody at the broker could have sent it.
    if (seal) await client.publishAsync(answers, JSON.stringify({ ...seal, body }), { qos: 1 })
  }
  client.on('message', (topic, payload) => {
    if (topic !== events) return
    last = last
      .then(() => take(payload.toString()))
      .catch((error: unknown) => log.warn({ accessControllerId: controllerId, err: describeError(error) }, 'a message is not answered'))
  })
  client.on('connect', () => void client.subscribeAsync(events, { qos: 1 }).catch(() => undefined))
  client.on('error', () => undefined)
}

const isHeard = (now: Date) => ({ OR: [{ revokedAt: null }, { revokedAt: { gt: new Date(now.getTime() - farewell) } }] })

async function linkOf(controller: AccessController): Promise<Link> {
  const access = openAccess(await keyringOf(controller.organizationId), controller)
  const client = await connectBroker(reachOfAccess(access, controller.secretAt, new Date()), true)
  listen(client, controller.id)
  return { client, access: JSON.stringify([access.url, access.user, access.password]) }
}

/** Makes the connections be those of the controllers that there are. */
async function look(links: Map<string, Link>): Promise<void> {
  const controllers = await prisma.accessController.findMany({ where: { driver: 'MQTT', ...isHeard(new Date()) } })
  const there = new Map(controllers.map((controller) => [controller.id, controller]))
  for (const [id, link] of links) {
    const controller = there.get(id)
    const access = controller && openAccess(await keyringOf(controller.organizationId), controller)
    if (access && link.access === JSON.stringify([access.url, access.user, access.password])) continue
    links.delete(id)
    await link.client.endAsync(true).catch(() => undefined)
  }
  for (const controller of controllers) {
    if (links.has(controller.id)) continue
    try {
      links.set(controller.id, await linkOf(controller))
    } catch (error) {
      log.info({ accessControllerId: controller.id, err: describeError(error) }, 'a broker is not reached')
    }
  }
}

/**
 * Hears what controllers tell through their brokers, until stopped. Where several workers do that, each hears everything: an event counts
 * once all the same.
 * @returns stops it
 */
export function startListening(): () => Promise<void> {
  const links = new Map<string, Link>()
  let stopped = false
  let working: Promise<void> | undefined
  const once = () => {
    if (stopped) return
    working ??= look(links)
      .catch((error: unknown) => log.warn({ err: describeError(error) }, 'brokers are looked for again'))
      .finally(() => (working = undefined))
  }
  const timer = setInterval(once, lookEvery)
  once()
  return async () => {
    stopped = true
    clearInterval(timer)
    await working
    await Promise.all([...links.values()].map(({ client }) => client.endAsync(true).catch(() => undefined)))
  }
}
