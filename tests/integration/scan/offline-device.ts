import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { beforeEach } from 'vitest'
import { OfflineGate, type DeviceVerdict, type GateServer, type ScanAsked } from '../../../layers/admin/composables/offline/offline-gate'
import type { Ctx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { syncOfflineRoster } from '../../../server/domains/access-control/use-cases/offline/sync-roster'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { reportDevice } from '../../../server/domains/access-control/use-cases/report-device'
import { prisma } from '../../../server/infra/db'
import { batchSize, sequenceEvents } from '../../../server/worker/sequence.sql'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice } from '../../setup/principals'

/** Gives every committed event its number, as the relay does. */
export async function sequenceAll(): Promise<void> {
  while ((await sequenceEvents(() => [], new Date())).length === batchSize);
}

/** The server as a device asks it, in this process. */
export const serverOf = (device: () => Ctx, gateId: string): GateServer => ({
  roster: async (after) => {
    const part = await syncOfflineRoster(device(), { gateId, after })
    return part && { ...part, plan: part.plan && JSON.stringify(part.plan), serverTime: part.serverTime.toISOString() }
  },
  report: async ({ rosterAt, ...report }) => {
    const told = await reportDevice(device(), { ...report, rosterAt: rosterAt === null ? null : new Date(rosterAt) })
    if (isFailure(told)) throw new Error(JSON.stringify(told))
    return told.isLocked
  },
  upload: async (scans, deviceTime) => {
    const asked = scans.map((scan) => ({ ...scan, occurredAt: new Date(scan.occurredAt) }))
    const checkins = await uploadScans(device(), { scans: asked, deviceTime: new Date(deviceTime) })
    if (isFailure(checkins)) throw new Error(JSON.stringify(checkins))
    const passes = await prisma.visitPass.findMany({ where: { id: { in: checkins.flatMap(({ visitPassId }) => visitPassId ?? []) } } })
    return checkins.map(({ result, reason, visitPassId }) => {
      return { result, reason, name: null, moves: passes.find(({ id }) => id === visitPassId)?.moves ?? null }
    })
  },
})

/** A device at a gate, with clocks of its own. */
export interface TestDevice {
  gate: OfflineGate
  /** Brings its list up to date with everything that was committed. */
  sync: () => Promise<boolean>
  /** What it decides by itself, in one word. */
  decides: (code: string, more?: Partial<ScanAsked>) => Promise<string>
  /** The same, whole. */
  decide: (code: string, more?: Partial<ScanAsked>) => Promise<DeviceVerdict>
  /** Lets its clocks run, in milliseconds; `put` changes what its clock shows alone. */
  passes: (milliseconds: number) => void
  put: (milliseconds: number) => void
}

/** What a device decided, in one word. */
export function wordOf(verdict: DeviceVerdict): string {
  if (verdict.kind === 'unable') return verdict.why
  const { decision } = verdict
  if (decision.verdict === 'denied') return decision.reason
  return decision.verdict === 'incomplete' ? decision.missing.join(' ') : 'ADMITTED'
}

/** What a test may want otherwise: the name of the device's database (the same name is the same device, opened anew), and whom it asks. */
interface DeviceOptions {
  name?: string
  server?: GateServer
}

/** Opens a device at the organization's first gate. */
export async function openDevice(
  org: TestOrganization,
  device: () => Ctx,
  { name = randomUUID(), server }: DeviceOptions = {},
): Promise<TestDevice> {
  let [shown, run] = [0, 0]
  const clocks = { now: () => Date.now() + shown + run, running: () => performance.now() + run }
  const gateId = org.gates[0].id
  const gate = await OfflineGate.open(name, server ?? serverOf(device, gateId), clocks)
  const decide: TestDevice['decide'] = (code, more) =>
    gate.decide({ nonce: randomUUID(), code, gateId, direction: 'ENTRY', fulfilled: [], ...more })
  return {
    gate,
    decide,
    decides: async (code, more) => wordOf(await decide(code, more)),
    sync: async () => {
      await sequenceAll()
      return gate.sync()
    },
    passes: (milliseconds) => (run += milliseconds),
    put: (milliseconds) => (shown += milliseconds),
  }
}

/** What each trial of devices begins with. */
export interface DeviceAtGate {
  org: TestOrganization
  /** As whom the device asks. */
  ctx: Ctx
  device: TestDevice
  /** By how much the server's clock is ahead, in milliseconds. */
  ahead: number
}

/** Makes an organization and a device of it anew for each trial of a file. */
export function eachDevice(): DeviceAtGate {
  const at = {} as DeviceAtGate
  beforeEach(async () => {
    const org = await createOrganization()
    Object.assign(at, { org, ahead: 0, ctx: await asDevice(org, { now: () => new Date(Date.now() + at.ahead) }) })
    at.device = await openDevice(org, () => at.ctx)
  })
  return at
}

/** So many minutes, in milliseconds. */
export const minutes = (count: number): number => count * 60_000

/** The hour in the middle of which it is now. */
export const hour = () => ({ startsAt: new Date(Date.now() - minutes(30)), endsAt: new Date(Date.now() + minutes(30)) })
