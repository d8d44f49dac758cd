/** Where the nonces of this tab's scans are kept: what may be annulled survives a reload. */
const kept = 'gc_gate_nonces'
const most = 50

type Nonces = [checkinId: string, nonce: string][]

const read = (): Nonces => JSON.parse(sessionStorage.getItem(kept) ?? '[]') as Nonces

/** The nonces of the scans made in this tab, by check-in. Browser only. */
export const ownScans = {
  all: (): Map<string, string> => new Map(read()),
  keep(checkinId: string, nonce: string): void {
    sessionStorage.setItem(kept, JSON.stringify([...read(), [checkinId, nonce]].slice(-most)))
  },
}
