import { batteryOf } from './battery'
import { forgetPages, keepPage } from './gate-copy'
import { GateLink, type LinkNews } from './gate-link'
import { OfflineGate, type GateServer } from './offline-gate'

export { verdictOfDevice } from './offline-verdict'

/** Opens what lets a device decide by itself at a gate. @param gateId as codes and rules name it */
export async function openLink(gateId: string, server: GateServer, on: LinkNews): Promise<GateLink> {
  const name = `gc-gate-${gateId}`
  const gate = await OfflineGate.open(name, server, { now: Date.now, running: () => performance.now() })
  const alone = (work: () => Promise<void>) => navigator.locks.request(name, work)
  return new GateLink(gate, { keepPage, forgetPages, battery: batteryOf, alone }, on, navigator.onLine)
}
