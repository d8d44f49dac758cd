import type { OverrideScanMutation, ScanPassMutation } from '#shared/generated/gql/graphql'
import { RequestFailure } from '~/composables/graphql-request'
import {
  admitByNameDocument,
  annulScanDocument,
  leaveByNameDocument,
  overrideScanDocument,
  scanPassDocument,
  type CheckinRow,
} from './gate-documents'
import { useOfflineGate } from './offline/useOfflineGate'
import { ScanQueue, type Scan, type Verdict } from './scan-queue'

/** How long a gate waits for an answer, and one that can decide by itself, in milliseconds. */
const [patience, shortPatience] = [8_000, 2_500]

/** Answers about the request itself: sending it again would change nothing. */
const final = new Set(['FORBIDDEN', 'UNAUTHENTICATED', 'NOT_FOUND', 'BAD_USER_INPUT', 'BAD_REQUEST', 'GRAPHQL_VALIDATION_FAILED'])

type Answer = ScanPassMutation['scanPass'] | OverrideScanMutation['overrideScan']
type UserError = Extract<Answer, { message: string; __typename: 'NotFound' | 'NonceReused' | 'ValidationFailed' }>

const messageOf = (failure: { message: string; fields?: { message: string }[] }): string => failure.fields?.[0]?.message ?? failure.message

function verdictOf(scan: Scan, answer: Answer): Verdict {
  switch (answer.__typename) {
    case 'ScanAdmitted':
      return { kind: 'admitted', scan, checkin: answer.checkin, pass: answer.visitPass, notices: answer.notices }
    case 'ScanDenied':
      return {
        kind: 'denied',
        scan,
        reason: answer.reason,
        message: answer.message,
        checkin: answer.checkin,
        pass: answer.knownPass ?? null,
      }
    case 'ScanIncomplete':
      return { kind: 'incomplete', scan, missing: answer.missing, pass: answer.visitPass }
    default:
      return { kind: 'refused', scan, message: messageOf(answer satisfies UserError) }
  }
}

/** No answer is no verdict: the same scan is asked again. */
function failureOf(scan: Scan, error: unknown): Verdict {
  return error instanceof RequestFailure && final.has(error.data.code)
    ? { kind: 'refused', scan, message: error.message }
    : { kind: 'silent', scan }
}

type Offline = ReturnType<typeof useOfflineGate>

/** Asks the server, and where it does not answer the device that can decide by itself. */
function useAsking(gateId: string, offline: Offline) {
  const request = useGraphqlRequest()

  /** Of whom was found by name the pass is sent; whoever showed a code is found by that. */
  function send({ nonce, code, direction, fulfilled, visitPassId }: Scan, signal: AbortSignal) {
    const same = { gateId, nonce, fulfilled: [...fulfilled] }
    if (visitPassId === undefined) return request(scanPassDocument, { input: { ...same, code, direction } }, signal)
    const named = { input: { ...same, visitPassId } }
    return direction === 'ENTRY' ? request(admitByNameDocument, named, signal) : request(leaveByNameDocument, named, signal)
  }

  async function askServer(scan: Scan, limit: number): Promise<Verdict> {
    try {
      const { scanPass } = await send(scan, AbortSignal.timeout(limit))
      if (scanPass.__typename === 'ScanAdmitted') await offline.note(scan, scanPass)
      return verdictOf(scan, scanPass)
    } catch (error) {
      return failureOf(scan, error)
    }
  }

  return async function ask(scan: Scan): Promise<Verdict> {
    const device = offline.state.value
    if (device?.isCut) return offline.decide(scan)
    const verdict = await askServer(scan, device?.until ? shortPatience : patience)
    if (verdict.kind !== 'silent' || !device?.until) return verdict
    offline.lost()
    return offline.decide(scan)
  }
}

/**
 * What a gate's screen does: scans, overrides and annulments, each under its nonce. An enrolled device decides by itself while the server does
 * not answer.
 * @param onVerdict is told of every verdict that is shown
 * @returns `queue`, `override(reason, nonce)`, which gives a text when it was refused, `annul(nonce)`, and `offline`
 */
export function useScanner(gate: { id: string; site: { timeZone: string } }, onVerdict: (verdict: Verdict) => void) {
  const gateId = gate.id
  const request = useGraphqlRequest()
  const { viewer } = useViewer()
  // Whoever may scan without being anybody is a device.
  const offline = useOfflineGate(gate, viewer.value !== null && viewer.value.user === null)
  const queue = new ScanQueue(useAsking(gateId, offline), onVerdict)
  onBeforeUnmount(() => queue.close())

  async function override(visitPassId: string, scan: Scan, reason: string, nonce: string): Promise<string | null> {
    const input = { gateId, visitPassId, direction: scan.direction, nonce, reason }
    try {
      const { overrideScan } = await request(overrideScanDocument, { input }, AbortSignal.timeout(patience))
      const verdict = verdictOf({ ...scan, nonce }, overrideScan)
      if (verdict.kind === 'refused') return verdict.message
      queue.show(verdict)
      return null
    } catch (error) {
      return error instanceof RequestFailure ? error.message : ''
    }
  }

  /** @returns the check-in as it is now; null where the server does not know of the scan yet @throws Error with a text for the reader */
  async function annul(nonce: string): Promise<CheckinRow | null> {
    if (await offline.annul(nonce)) return null
    const { annulScan } = await request(annulScanDocument, { input: { nonce } }, AbortSignal.timeout(patience))
    if (annulScan.__typename !== 'AnnulScanSuccess') throw new Error(messageOf(annulScan))
    return annulScan.checkin
  }

  return { queue, override, annul, offline }
}
