import { parseArgs } from 'node:util'
import { Failure } from './process/failure.ts'
import { runCommand } from './process/command.ts'
import { httpLink, startHttpEnd } from './turnstile/http-link.ts'
import { startMqttEnd } from './turnstile/mqtt-link.ts'
import { Turnstile, type Arm, type Link } from './turnstile/turnstile.ts'

const usage = `Usage: npm run turnstile:simulate -- --controller <id> --secret <whsec_…> [options] [code …]

  --url <address>      of the product, default that of the controller's own address, or http://localhost:3000 (HTTP)
  --port <number>      where it hears commands, default 9100 (HTTP)
  --broker <address>   mqtt://user:password@host:1883: then it speaks MQTT
  --reader <key>       at which reader codes are shown, default in
  --arm <what>         turned, not_turned or timed_out, default turned
  --offline            decides by itself, and tells it afterwards
  --times <number>     how often each event is told, default 1
  --reorder            tells events in another order than they happened
  --clock <seconds>    by how much its clock is ahead, default 0
  --keeps <what>       card, plate: what it knows beside codes; may be given twice
  --seed <number>      which order, default 1
  --wait <seconds>     how long it waits for credentials before codes are shown, default 0
  --stay               goes on hearing commands afterwards, until it is stopped`

const options = {
  controller: { type: 'string' },
  secret: { type: 'string' },
  url: { type: 'string' },
  port: { type: 'string', default: '9100' },
  broker: { type: 'string' },
  reader: { type: 'string', default: 'in' },
  arm: { type: 'string', default: 'turned' },
  offline: { type: 'boolean', default: false },
  times: { type: 'string', default: '1' },
  reorder: { type: 'boolean', default: false },
  clock: { type: 'string', default: '0' },
  keeps: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  wait: { type: 'string', default: '0' },
  stay: { type: 'boolean', default: false },
} as const

const arms: readonly string[] = ['turned', 'not_turned', 'timed_out'] satisfies Arm[]
const isArm = (text: string): text is Arm => arms.includes(text)

/** The id of a controller: by itself, or in the address or topic that the page of turnstiles shows. */
function controllerIdOf(text: string): string {
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0]
  if (!id) throw new Failure('--controller must be the address or topic that the page of turnstiles shows with the secret.')
  return id
}

/** Where the product is: as told, as the address says at which the controller tells, or where it starts by itself. */
const productOf = (url: string | undefined, controller: string): string =>
  url ?? (/^https?:/.test(controller) ? new URL(controller).origin : 'http://localhost:3000')

function read() {
  const { values, positionals: codes } = parseArgs({ options, allowPositionals: true })
  const { controller, secret, arm, url } = values
  if (!controller || !secret || !isArm(arm)) throw new Failure(usage)
  return { ...values, url: productOf(url, controller), id: controllerIdOf(controller), secret, arm, codes }
}

const pause = (seconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1_000)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()))
  })

/** `npm run turnstile:simulate`: plays a turnstile, with the faults that it is told to have. */
await runCommand(async ({ atEnd, signal }) => {
  const { id, secret, url, port, broker, reader, arm, offline, times, reorder, clock, seed, keeps, wait, stay, codes } = read()
  const own = () => Date.now() + Number(clock) * 1_000
  const make = (link: Link) => new Turnstile({ secret, link, clock: own, seed: Number(seed), keeps: keeps ?? [] })
  let turnstile: Turnstile
  if (broker) {
    const end = await startMqttEnd(broker, id)
    turnstile = make(end)
    end.hear((asked) => turnstile.answer(asked))
    atEnd(end.close)
  } else {
    turnstile = make(httpLink(new URL(`/api/access-control/${id}/events`, url).href))
    const end = await startHttpEnd((asked) => turnstile.answer(asked), Number(port))
    console.log(`Hears commands at ${end.url}`)
    atEnd(end.close)
  }
  const isKnown = await turnstile.tell([])
  console.log(isKnown ? 'The product knows it.' : 'The product does not know it, or is not there.')
  await pause(Number(wait), signal)
  turnstile.isOffline = offline
  for (const code of codes) {
    const { isOpen, isOnline, reason } = await turnstile.pass(reader, code, arm)
    console.log(`${isOpen ? `open, ${arm}` : `shut: ${reason}`} (${isOnline ? 'asked' : 'decided alone'})`)
  }
  turnstile.isOffline = false
  const isTold = await turnstile.flush({ times: Number(times), reorders: reorder })
  console.log(isTold ? 'Everything is told.' : `${turnstile.waiting.length} events wait to be told.`)
  console.log(`Holds ${turnstile.store.held.size} credentials.`)
  if (stay) await pause(2_147_483, signal)
  return isTold ? 0 : 1
})
