import { isFailure, type Failure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { addAccessController } from '../../../server/domains/turnstiles/use-cases/add-controller'
import { receiveMessage } from '../../../server/domains/turnstiles/use-cases/receive-message'
import { syncAccessControl } from '../../../server/domains/turnstiles/use-cases/sync-access-control'
import { prisma } from '../../../server/infra/db'
import { startHttpEnd } from '../../../scripts/turnstile/http-link.ts'
import { Turnstile, type Link, type TurnstileOptions } from '../../../scripts/turnstile/turnstile.ts'
import type { Signed } from '../../../scripts/turnstile/signature.ts'
import type { TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'

/** What was made, which has to have succeeded. */
export function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

/** A way to the server of this process, by a clock of its own. */
export const linkTo = (controllerId: () => string, now: () => Date = () => new Date()): Link => ({
  send: async ({ body, ...seal }) => {
    const { seal: signed, body: answer } = await receiveMessage(controllerId(), seal, body, now)
    return signed && { ...signed, body: answer }
  },
})

/** A turnstile that is played, and the controller as which the product knows it. */
export interface Played {
  id: string
  turnstile: Turnstile
  secret: string
  /** Breaks its way from the product: what it answers then is nothing. */
  answers: { while: () => boolean }
  close: () => Promise<void>
}

/** What a test may want otherwise: the clock of the server and of the turnstile. */
interface PlayOptions extends Partial<Pick<TurnstileOptions, 'clock' | 'seed' | 'page' | 'keeps'>> {
  now?: () => Date
}

/** Readers at the first gate of an organization, one each way. */
export const readersOf = (org: TestOrganization) => [
  { key: 'in', gateId: org.gates[0].id, direction: 'ENTRY' as const },
  { key: 'out', gateId: org.gates[0].id, direction: 'EXIT' as const },
]

/** Connects a turnstile that is played: the product asks it by HTTP, and it tells by a call. */
export async function playedTurnstile(org: TestOrganization, { now, ...options }: PlayOptions = {}): Promise<Played> {
  const played = { answers: { while: () => true } } as Played
  const end = await startHttpEnd((asked: Signed) => (played.answers.while() ? played.turnstile.answer(asked) : null))
  const input = { siteId: org.site.id, name: 'Turnstile', driver: 'HTTP' as const, url: end.url, readers: readersOf(org) }
  const { accessController, secret } = done(await addAccessController(asOrgAdmin(org), input))
  const { id } = accessController
  const link = linkTo(() => id, now)
  return Object.assign(played, {
    id,
    secret: secret ?? '',
    turnstile: new Turnstile({ secret: secret ?? '', link, ...options }),
    close: end.close,
  })
}

/** Brings controllers up to date whole, as the worker does. */
export const sync = (org: TestOrganization, ...ids: string[]) =>
  syncAccessControl({ eventId: newId(), organizationId: org.id }, { accessControllerIds: ids, visitPassIds: [] })

/** Looks at passes again, as the worker does when something happened to them. */
export const syncPasses = (org: TestOrganization, ...visitPassIds: string[]) =>
  syncAccessControl({ eventId: newId(), organizationId: org.id }, { accessControllerIds: [], visitPassIds })

/** A pass as far as somebody moved on it. */
export const passOf = (id: string) =>
  prisma.visitPass.findUniqueOrThrow({ where: { id }, select: { status: true, presence: true, entriesUsed: true, peopleInside: true } })

/** What became of what a controller told, by kind. */
export const outcomesOf = async (id: string): Promise<string[]> =>
  (await prisma.controllerEvent.findMany({ where: { accessControllerId: id }, orderBy: { id: 'asc' } })).map(
    ({ kind, outcome }) => `${kind} ${outcome}`,
  )

/** The check-ins of a pass, as the log has them. */
export const checkinsOf = async (visitPassId: string): Promise<string[]> =>
  (await prisma.checkin.findMany({ where: { visitPassId }, orderBy: [{ occurredAt: 'asc' }, { nonce: 'asc' }] })).map(
    ({ direction, result }) => `${direction} ${result}`,
  )
