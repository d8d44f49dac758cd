import { randomInt, randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { CheckinAnnulled, CheckinRegistered, CheckoutRegistered } from '../../../server/domains/access-control/events'
import { annulScan } from '../../../server/domains/access-control/use-cases/annul-scan'
import { AppointmentCanceled, AppointmentUpdated } from '../../../server/domains/appointments/events'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import {
  GuestReplied,
  PassCardsChanged,
  VisitPassExpired,
  VisitPassIssued,
  VisitPassReissued,
  VisitPassResumed,
  VisitPassRevoked,
  VisitPassSuspended,
} from '../../../server/domains/credentials/events'
import { giveCard } from '../../../server/domains/credentials/use-cases/pass-cards'
import { expirePasses } from '../../../server/domains/credentials/use-cases/expire-passes'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { resumeVisitPass } from '../../../server/domains/credentials/use-cases/resume-visit-pass'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { suspendVisitPass } from '../../../server/domains/credentials/use-cases/suspend-visit-pass'
import { newId } from '../../../server/core/ids'
import { AccessControllerDue } from '../../../server/domains/turnstiles/events'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { asHost, asOperator } from '../../setup/principals'
import { scan, signedPass, type SignedPass } from '../scan/signed-pass'
import { made } from '../scan/places'
import { nameCar } from '../tenancy/vehicles'
import { playedTurnstile, sync, type Played } from './played'

/** A turnstile of an organization, which holds what it should, and is there until the test is over. */
async function turnstileOf(org: TestOrganization): Promise<Played> {
  const played = await playedTurnstile(org, { keeps: ['card', 'plate'] })
  onTestFinished(async () => {
    await played.close()
    await prisma.accessController.deleteMany({ where: { id: played.id } })
  })
  await sync(org, played.id)
  return played
}

/** What is done to a pass that a turnstile holds. @returns the entity of the event that it makes */
type Doing = (org: TestOrganization, pass: SignedPass, held: () => Promise<void>) => Promise<string | void>

/** Places of each organization at which turnstiles stand, the one that was used longer ago first. */
const places = new Map<string, TestOrganization[]>()

async function newPlace(org: TestOrganization): Promise<TestOrganization> {
  const [site, gates] = [{ ...org.site, id: newId() }, org.gates.map((gate) => ({ ...gate, id: newId() }))]
  await prisma.site.create({ data: { ...site, organizationId: org.id, name: site.id, accessState: { create: {} } } })
  await prisma.gate.createMany({
    data: gates.map((gate) => ({ ...gate, organizationId: org.id, siteId: site.id, readsCards: true, readsPlates: true })),
  })
  return { ...org, site, gates: gates as TestOrganization['gates'] }
}

/** The organization as somebody sees it who is at a place where no other turnstile of the same test stands: a test makes two at most. */
async function elsewhere(org: TestOrganization): Promise<TestOrganization> {
  const known = places.get(org.id) ?? [await newPlace(org), await newPlace(org)]
  const [next, ...rest] = known
  places.set(org.id, [...rest, next!])
  return next!
}

/** Lets a turnstile hold a pass, and does something to that. */
const held = (at: TestOrganization, doing: Doing) => async (): Promise<string> => {
  const org = await elsewhere(at)
  const [{ id }, pass] = [await turnstileOf(org), await signedPass(org)]
  await sync(org, id)
  return (await doing(org, pass, () => sync(org, id))) ?? pass.id
}

const reason = 'Because'
const canceled: Doing = async (org, { appointmentId }) => {
  await made(cancelAppointment(asHost(org), { appointmentId, passes: 'REVOKE' }))
  return appointmentId
}

const ofPasses: [{ type: string }, Doing][] = [
  [VisitPassRevoked, async (org, { id }) => void (await made(revokeVisitPass(asHost(org), { visitPassId: id, reason })))],
  [VisitPassSuspended, async (org, { id }) => void (await made(suspendVisitPass(asHost(org), { visitPassId: id, reason })))],
  [VisitPassReissued, async (org, { id }) => void (await made(reissueVisitPass(asHost(org), { visitPassId: id, reason })))],
  [
    VisitPassResumed,
    async (org, { id }, again) => {
      await made(suspendVisitPass(asHost(org), { visitPassId: id, reason }))
      await again()
      await made(resumeVisitPass(asHost(org), { visitPassId: id }))
    },
  ],
  [
    VisitPassExpired,
    async (_, { id }) => {
      await prisma.visitPass.update({ where: { id }, data: { validTo: new Date(Date.now() - 1_000) } })
      await expirePasses()
    },
  ],
  [
    PassCardsChanged,
    async (org, { id }) => void (await made(giveCard(asOperator(org), { visitPassId: id, number: String(randomInt(1e8, 1e9)) }))),
  ],
  [GuestReplied, async (org, { id }) => void (await nameCar(org, id))],
  [AppointmentCanceled, canceled],
  [
    AppointmentUpdated,
    async (org, { appointmentId }) => {
      await made(updateAppointment(asHost(org), { appointmentId, version: 0, endsAt: new Date(Date.now() + 7_200_000) }))
      return appointmentId
    },
  ],
  [CheckinRegistered, async (org, { code }) => void (await made(scan(asOperator(org), org, code)))],
  [
    CheckoutRegistered,
    async (org, { code }, again) => {
      await made(scan(asOperator(org), org, code))
      await again()
      await made(scan(asOperator(org), org, code, { direction: 'EXIT' }))
    },
  ],
  [
    CheckinAnnulled,
    async (org, { code }, again) => {
      const nonce = randomUUID()
      await made(scan(asOperator(org), org, code, { nonce }))
      await again()
      const { id } = await made(annulScan(asOperator(org), { nonce }))
      return id
    },
  ],
]

/** Makes the events to which turnstiles are brought up to date. */
export const turnstileCauses = (at: TestOrganization): Record<string, () => Promise<string>> => ({
  ...Object.fromEntries(ofPasses.map(([{ type }, doing]) => [`SyncAccessControl after ${type}`, held(at, doing)])),
  [`SyncAccessControl after ${VisitPassIssued.type}`]: async () => {
    const org = await elsewhere(at)
    await turnstileOf(org)
    return (await signedPass(org)).id
  },
  [AccessControllerDue.type]: async () => {
    const org = await elsewhere(at)
    const { id } = await turnstileOf(org)
    await signedPass(org)
    return id
  },
})

/** Has a turnstile tell of an arm that turned, some time ago. */
async function told(org: TestOrganization, hours: number): Promise<{ id: string }> {
  const { id, turnstile } = await turnstileOf(await elsewhere(org))
  await turnstile.tell([{ id: randomUUID(), type: 'turned', reader: 'in', passage: randomUUID(), at: new Date().toISOString() }])
  const receivedAt = new Date(Date.now() - hours * 3_600_000)
  await prisma.controllerEvent.updateMany({ where: { accessControllerId: id }, data: { receivedAt } })
  return { id }
}

/** Leaves something to do for the tasks of the schedule that look after turnstiles. */
export const turnstileLeftovers = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  'ask for turnstiles that are due': async () => {
    const { id } = await turnstileOf(await elsewhere(org))
    await prisma.accessController.update({ where: { id }, data: { nextSyncAt: new Date(Date.now() - 1_000) } })
  },
  'settle what turnstiles told half of': () => told(org, 2),
  'forget what turnstiles told a year ago': async () => {
    const { id } = await told(org, 400 * 24)
    await prisma.controllerEvent.updateMany({ where: { accessControllerId: id }, data: { outcome: 'CONFIRMED' } })
  },
})
