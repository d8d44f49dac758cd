import type { Dispatcher as Agent } from 'undici'
import { repeatable } from '../../../core/repeatable'
import { describeError, log } from '../../../infra/log'
import type { Select } from '../selection'
import { endWebhookEndpoint } from '../use-cases/end-webhook-endpoint'
import { bodyFor } from './freeze-body'
import { Lane } from './lane'
import { openEndpoint, type OpenEndpoint } from './open-endpoint'
import { postMessage, type Outcome } from './post-message'
import { dueDeliveries, dueEndpoints, leaseEndpoints, releaseEndpoints, type DueDelivery } from './take-due.sql'
import { writeResults, type Result } from './write-results.sql'

/** Attempts that one worker has under way at once, and of them for one organization. */
const mostAtOnce = 512
const mostOfOrganization = 128

/** Outcomes that may wait to be noted before no attempt is begun any more: the database is away. */
const mostUnnoted = 2_000

/** How often a worker looks by itself for what is due, in milliseconds: the wake-up through Redis is only faster. */
const lookEvery = 500

/** For how long an endpoint is taken, when that is renewed, and how much of it an attempt needs at least, in milliseconds. */
const leaseFor = 60_000
const renewBelow = 50_000
const attemptNeeds = 20_000

/** What a dispatcher works with. */
export interface DispatcherParts {
  /** Its own id: endpoints are taken by it. */
  worker: string
  agent: Agent
  select: Select
}

/** Disables the endpoints whose receivers said that they are gone. */
async function endEndpoints(results: readonly Result[]): Promise<void> {
  const gone = new Map(
    results.filter(({ problem }) => problem === 'GONE').map(({ endpointId, organizationId }) => [endpointId, organizationId]),
  )
  for (const [id, organizationId] of gone) await endWebhookEndpoint(organizationId, id, 'GONE')
}

/** An outcome with the lane that waits for it to be noted. */
interface Noted extends Result {
  lane: Lane
}

/**
 * Delivers what is due to endpoints: each in a lane of its own, so that none waits for another. Everything that counts stands in MySQL: the
 * deliveries with the time of their next attempt, and which worker has an endpoint. A worker that dies is followed by another one when its
 * time is over, and what it had under way is sent again.
 */
export class Dispatcher {
  private readonly lanes = new Map<string, Lane>()
  private readonly asked = new Set<string>()
  private readonly byOrganization = new Map<string, number>()
  private results: Noted[] = []
  private running = 0
  private lookedAt = 0
  private isStopped = false
  private readonly looking = repeatable(() => this.round(), 'webhooks are not looked for; tried again soon')
  private readonly noting = repeatable(() => this.note(), 'outcomes of webhooks are not noted; tried again soon')
  private readonly timer = setInterval(() => this.tick(), lookEvery)

  constructor(private readonly parts: DispatcherParts) {
    this.looking.start()
  }

  /** Endpoints have something new to be told. */
  due(ids: readonly string[]): void {
    this.ask(ids)
    this.looking.start()
  }

  private ask(ids: readonly string[]): void {
    for (const id of ids) {
      const lane = this.lanes.get(id)
      if (lane?.isOpen) lane.hasMore = true
      else this.asked.add(id)
    }
  }

  /** Endpoints are otherwise now: what is known of them is read anew. */
  changed(ids: readonly string[]): void {
    for (const id of ids) this.asked.add(id)
    this.looking.start()
  }

  /** Begins nothing more and waits for what is under way, up to a time in milliseconds. */
  async stop(patience = 5_000): Promise<void> {
    this.isStopped = true
    clearInterval(this.timer)
    await this.looking.ended()
    const end = Date.now() + patience
    while (this.running > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20))
    await this.noting.ended()
    if (this.results.length > 0) await this.note().catch(() => undefined)
    // What still runs may succeed: nobody sends it again before the time of the endpoint is over.
    if (this.running === 0) await releaseEndpoints(this.parts.worker).catch(() => undefined)
  }

  private tick(): void {
    if (this.results.length > 0) this.noting.start()
    this.looking.start()
  }

  private async round(): Promise<void> {
    if (this.isStopped) return
    const now = Date.now()
    if (now - this.lookedAt >= lookEvery) {
      this.lookedAt = now
      this.ask(await dueEndpoints(this.parts.worker, new Date(now)))
    }
    await this.lease(now)
    await Promise.all([...this.lanes.values()].map((lane) => this.fill(lane)))
    // An idle lane stays while its endpoint is taken: it knows how the endpoint answers.
    for (const [id, lane] of this.lanes) if (lane.isIdle && (!lane.isOpen || lane.leasedUntil < now)) this.lanes.delete(id)
    this.pump()
  }

  /** Takes the endpoints that were asked for, and renews the time of those that are worked on. */
  private async lease(now: number): Promise<void> {
    const ending = [...this.lanes]
      .filter(([, lane]) => lane.isOpen && !lane.isIdle && lane.leasedUntil - now < renewBelow)
      .map(([id]) => id)
    const ids = [...new Set([...this.asked, ...ending])]
    this.asked.clear()
    if (ids.length === 0) return
    const until = new Date(now + leaseFor)
    const leased = await leaseEndpoints(this.parts.worker, ids, new Date(now), until)
    const got = new Set<string>()
    for (const row of leased) {
      try {
        this.keep(await openEndpoint(row), until.getTime(), now)
        got.add(row.id)
      } catch (error) {
        log.error({ webhookEndpointId: row.id, err: describeError(error) }, 'an endpoint cannot be opened')
      }
    }
    for (const id of ids) if (!got.has(id)) this.lanes.get(id)?.close()
  }

  private keep(endpoint: OpenEndpoint, until: number, now: number): void {
    const lane = this.lanes.get(endpoint.id)
    if (lane) lane.open(endpoint, until, now)
    else this.lanes.set(endpoint.id, new Lane(endpoint, until))
  }

  private async fill(lane: Lane): Promise<void> {
    const { wanted } = lane
    if (wanted === 0) return
    const before = new Set(lane.taken)
    const rows = await dueDeliveries(lane.endpoint.id, new Date(), before, wanted)
    if (lane.isOpen) lane.fill(rows, before, rows.length < wanted)
  }

  /** Begins what there is room for, some of each lane in turn. */
  private pump(): void {
    let begun = true
    while (begun) {
      begun = false
      for (const lane of this.lanes.values()) begun = this.begin(lane) || begun
    }
  }

  private begin(lane: Lane): boolean {
    const now = Date.now()
    const { organizationId } = lane.endpoint
    const ofOrganization = this.byOrganization.get(organizationId) ?? 0
    const isFull = this.running >= mostAtOnce || ofOrganization >= mostOfOrganization || this.results.length >= mostUnnoted
    if (this.isStopped || isFull || lane.roomAt(now) === 0 || lane.leasedUntil - now < attemptNeeds) return false
    const delivery = lane.queue.shift()
    if (!delivery) return false
    this.count(organizationId, 1)
    lane.inFlight += 1
    void this.attempt(lane, delivery)
    return true
  }

  private count(organizationId: string, by: number): void {
    this.running += by
    const left = (this.byOrganization.get(organizationId) ?? 0) + by
    if (left > 0) this.byOrganization.set(organizationId, left)
    else this.byOrganization.delete(organizationId)
  }

  private async attempt(lane: Lane, delivery: DueDelivery): Promise<void> {
    const { endpoint } = lane
    const outcome = await this.send(lane, delivery)
    this.count(endpoint.organizationId, -1)
    lane.inFlight -= 1
    if (outcome) {
      lane.learn(outcome, Date.now())
      this.results.push({ ...outcome, organizationId: endpoint.organizationId, endpointId: endpoint.id, delivery, lane })
      this.noting.start()
    } else lane.taken.delete(delivery.id)
    if (this.running >= mostAtOnce - 1) this.pump()
    else while (this.begin(lane));
  }

  /** @returns null where what is to be sent could not be made: it stays due */
  private async send({ endpoint }: Lane, delivery: DueDelivery): Promise<Outcome | null> {
    try {
      const body = await bodyFor(this.parts.select, endpoint, delivery)
      return await postMessage(this.parts.agent, { url: endpoint.url, keys: endpoint.keys, id: delivery.message, body })
    } catch (error) {
      log.warn({ webhookDeliveryId: delivery.id, err: describeError(error) }, 'a webhook could not be made; tried again soon')
      return null
    }
  }

  /** Notes what has come of attempts since the last time. What cannot be noted is noted later: until then it counts as under way. */
  private async note(): Promise<void> {
    const noted = this.results.splice(0, mostUnnoted)
    if (noted.length === 0) return
    try {
      await writeResults(noted, new Date())
    } catch (error) {
      this.results.unshift(...noted)
      throw error
    }
    for (const { lane, delivery } of noted) lane.taken.delete(delivery.id)
    await endEndpoints(noted)
    if (this.results.length > 0) this.noting.start()
    if (noted.some(({ lane }) => lane.wanted > 0)) this.looking.start()
  }
}
