import type { ScanPassMutation } from '#shared/generated/gql/graphql'
import { localIdOf } from '../local-id'
import type { Scan, Verdict } from '../scan-queue'
import type { GateLink, OfflineState } from './gate-link'
import { offlineRosterDocument, reportDeviceDocument, uploadScansDocument } from './offline-documents'
import type { DeviceVerdict, GateServer, OfflineGate, Outcome, ServerVerdict } from './offline-gate'

/** Loaded by devices alone: whoever only looks at a gate pays nothing for it. */
const load = () => import('./open-link')

/** How long a device waits for the list or until what it tells is taken, in milliseconds. */
const patience = 15_000

type Admitted = Extract<ScanPassMutation['scanPass'], { __typename: 'ScanAdmitted' }>
type Noted = Pick<Admitted, 'checkin' | 'visitPass'>

/** What the server decided, as the device keeps it. */
const wordOfServer = ({ checkin: { movement, occurredAt, accessRuleId }, visitPass: { id, moves } }: Noted): ServerVerdict => ({
  passId: localIdOf(id),
  moves,
  movement,
  at: Date.parse(occurredAt),
  ruleId: accessRuleId ? localIdOf(accessRuleId) : null,
})

function useGateServer(gateId: string): GateServer {
  const request = useGraphqlRequest({ mayBeAnonymous: true })
  const { instance } = useViewer()
  const limit = () => AbortSignal.timeout(patience)
  return {
    roster: async (after) => (await request(offlineRosterDocument, { gateId, after }, limit())).offlineRoster ?? null,
    report: async (report) => {
      const input = { ...report, appVersion: instance.value?.version }
      const { reportDevice } = await request(reportDeviceDocument, { input }, limit())
      if (reportDevice.__typename !== 'ReportDeviceSuccess') throw new Error(reportDevice.message)
      return reportDevice.isLocked
    },
    upload: async (scans, deviceTime) => {
      const input = { scans: scans.map((scan) => ({ ...scan, gateId })), deviceTime }
      const { uploadScans } = await request(uploadScansDocument, { input }, limit())
      if (uploadScans.__typename !== 'UploadScansSuccess') throw new Error(uploadScans.message)
      return uploadScans.checkins.map(({ result, reason, visitPass }): Outcome => {
        return { result, reason, name: visitPass?.visitor.name ?? null, moves: visitPass?.moves ?? null }
      })
    },
  }
}

/** Keeps a link while the component lives, for a device alone. @returns what opens it at once, where there is one */
function useLink(open: () => Promise<GateLink>, isWanted: () => boolean) {
  let link: GateLink | undefined
  let isGone = false
  const back = () => void link?.tick()
  const lost = () => void link?.lost()

  async function start() {
    const opened = await open()
    if (isGone) return opened.close()
    link = opened
    await link.show()
    await link.tick()
  }

  onMounted(() => {
    if (!isWanted()) return
    void start()
    window.addEventListener('online', back)
    window.addEventListener('offline', lost)
  })
  onBeforeUnmount(() => {
    isGone = true
    link?.close()
    window.removeEventListener('online', back)
    window.removeEventListener('offline', lost)
  })
  return { current: () => link, lost }
}

/**
 * Lets an enrolled device decide by itself while the server does not answer. For anybody else it does nothing.
 * @param gate its global id, and where it is
 * @returns `state` (null where nothing decides here), `conflicts`, `decide(scan)`, `note(scan, answer)`, `annul(nonce)`, `lost()`, `dismiss()`
 */
export function useOfflineGate(gate: { id: string; site: { timeZone: string } }, isDevice: boolean) {
  const { t } = useI18n()
  const server = useGateServer(gate.id)
  const state = shallowRef<OfflineState | null>(null)
  const conflicts = shallowRef<readonly Outcome[]>([])
  const ownId = isDevice ? localIdOf(gate.id) : ''
  const on = {
    state: (shown: OfflineState) => (state.value = shown),
    conflicts: (news: Outcome[]) => (conflicts.value = [...news, ...conflicts.value]),
  }
  const link = useLink(
    async () => (await load()).openLink(ownId, server, on),
    // Browsers verify and open things on secure addresses only.
    () => isDevice && window.isSecureContext,
  )

  /** Does something with the device's gate, and shows where it stands then. */
  async function withGate<T>(work: (gate: OfflineGate) => Promise<T>, otherwise: T): Promise<T> {
    const open = link.current()
    if (!open) return otherwise
    const done = await work(open.gate)
    await open.show()
    return done
  }

  return {
    state,
    conflicts,
    lost: link.lost,
    dismiss: () => (conflicts.value = []),
    decide: async (scan: Scan): Promise<Verdict> => {
      const unable: DeviceVerdict = { kind: 'unable', why: 'NO_LIST' }
      const verdict = await withGate((own) => own.decide({ ...scan, gateId: ownId }), unable)
      return (await load()).verdictOfDevice(scan, verdict, gate.site.timeZone, t)
    },
    annul: (nonce: string) => withGate((own) => own.annul(nonce), false),
    note: (scan: Scan, admitted: Noted) =>
      withGate(async (own) => {
        await own.note({ ...scan, gateId: ownId }, wordOfServer(admitted))
      }, undefined),
  }
}
