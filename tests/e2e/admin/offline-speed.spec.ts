import { createCipheriv, createHash, generateKeyPairSync, hkdfSync, randomBytes, randomUUID, type KeyObject } from 'node:crypto'
import { build } from 'esbuild'
import type * as OfflineGateModule from '../../../layers/admin/composables/offline/offline-gate'
import type * as PassProofModule from '../../../layers/admin/composables/offline/pass-proof'
import type { GatePlan } from '../../../shared/offline/gate-plan'
import type { RosterLine, RosterPass } from '../../../shared/offline/roster'
import { passCode } from '../../bench/fixture/pass-code'
import { expect, open, test } from '../fixtures'

/** How many passes the list of a large site has, and how many of them are shown. */
const [listed, shown] = [20_000, 200]

/** The gate's own code, as a browser runs it. */
async function gateCode(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents:
        "export * from './layers/admin/composables/offline/offline-gate'; export * from './layers/admin/composables/offline/pass-proof'",
      resolveDir: process.cwd(),
    },
    alias: { '#shared': './shared' },
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'gateCode',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/** A line as the server seals it, written by the protocol's description (`docs/offline-gate.md`). */
function lineOf(passId: string, code: string, pass: RosterPass): RosterLine {
  const key = Buffer.from(hkdfSync('sha256', code, '', 'guest-center:roster:v1', 32))
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(Buffer.from(`roster:${passId}`))
  const text = [cipher.update(JSON.stringify(pass)), cipher.final()]
  const sealed = Buffer.concat([Buffer.of(1), nonce, ...text, cipher.getAuthTag()]).toString('base64')
  return { passId, until: pass.validTo, sealed, reason: null }
}

function passOf(index: number, from: Date, to: Date): RosterPass {
  const [validFrom, validTo] = [from.toISOString(), to.toISOString()]
  return {
    type: 'SINGLE',
    status: 'ACTIVE',
    validFrom,
    validTo,
    entriesLimit: 1,
    entriesUsed: 0,
    outstanding: 0,
    visitorTypeId: null,
    passRuleIds: [],
    visitRuleIds: [],
    ruleUses: {},
    inside: 0,
    zones: {},
    moves: 0,
    movedAt: null,
    visitor: { name: `Guest Number ${index}`, company: `Company ${index % 97}` },
    visit: { host: 'Host', room: null, startsAt: validFrom, endsAt: validTo },
  }
}

/** The 32 bytes of a public key. */
const rawOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' }).subarray(-32)

/** A list, what is asked at the gate, and codes of passes on it. */
function largeSite(): { plan: GatePlan; lines: RosterLine[]; codes: string[] } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = rawOf(publicKey)
  const keyId = createHash('sha256').update(raw).digest('hex').slice(0, 8)
  const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)]
  const passes = Array.from({ length: listed }, (_, index) => {
    const id = randomUUID()
    const code = passCode(keyId, id, from, to, privateKey)
    return { code, line: lineOf(id, code, passOf(index, from, to)) }
  })
  const gate = { id: 'gate', name: 'Gate', zoneId: null, isInner: false, isClosed: false, mayAdmit: true, mayCheckOut: true }
  const plan: GatePlan = {
    siteId: 'site',
    timeZone: 'Europe/Moscow',
    identityCheck: false,
    gates: [gate],
    rules: [],
    zones: [],
    holidays: [],
    policy: { capacity: null, antiPassback: 'OFF', passbackMinutes: null },
    people: { inside: 0, zones: {} },
    keys: { [keyId]: raw.toString('base64') },
    sealKey: rawOf(generateKeyPairSync('x25519').publicKey).toString('base64'),
    graceMinutes: 240,
    admitsUnlisted: false,
  }
  return { plan, lines: passes.map(({ line }) => line), codes: passes.slice(0, shown).map(({ code }) => code) }
}

/** What the browser was given. */
declare const offlineGateCode: typeof OfflineGateModule & typeof PassProofModule

test('a browser keeps a list of 20,000 passes within 10 s and proves a code within 5 ms', async ({ page }) => {
  await open(page, '/sign-in')
  await page.evaluate((await gateCode()).replace('var gateCode', 'globalThis.offlineGateCode'))
  const took = await page.evaluate(async ({ plan, lines, codes }) => {
    const { OfflineGate, provePass } = offlineGateCode
    const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
      const began = performance.now()
      const result = await work()
      return [performance.now() - began, result]
    }
    const together = 500
    const server = {
      roster: async (after: string | null) => {
        const first = Number(after ?? 0)
        const hasMore = first + together < lines.length
        const part = {
          cursor: String(first + together),
          hasMore,
          restarts: first === 0,
          lines: lines.slice(first, first + together),
          gone: [],
        }
        return { ...part, plan: hasMore ? null : JSON.stringify(plan), serverTime: new Date().toISOString() }
      },
      upload: async () => [],
      report: async () => false,
    }
    const clocks = { now: () => Date.now(), running: () => performance.now() }
    const gate = await OfflineGate.open('speed', server, clocks)
    const [stored] = await timed(() => gate.sync())
    const proofs: number[] = []
    const decisions: number[] = []
    const verdicts: string[] = []
    for (const code of codes) {
      const [proof, proven] = await timed(() => provePass(plan, code))
      if (!proven || proven === 'short') throw new Error('A code was not proven')
      proofs.push(proof)
      const scan = { nonce: crypto.randomUUID(), code, gateId: 'gate', direction: 'ENTRY' as const, fulfilled: [] }
      const [decision, verdict] = await timed(() => gate.decide(scan))
      decisions.push(decision)
      verdicts.push(verdict.kind === 'decided' ? verdict.decision.verdict : verdict.why)
    }
    return { stored, proofs, decisions, verdicts, listed: await gate.listed() }
  }, largeSite())
  const at = (times: number[], part: number) => times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? Number.NaN
  const words = (times: number[]) => `${at(times, 0.5).toFixed(1)} ms (p99 ${at(times, 0.99).toFixed(1)} ms)`
  process.stdout.write(
    `Offline in Chromium: list of ${listed} kept in ${(took.stored / 1_000).toFixed(1)} s; a code is proven in ${words(took.proofs)}, decided and kept in ${words(took.decisions)}\n`,
  )
  expect(took.listed).toBe(listed)
  expect(new Set(took.verdicts)).toEqual(new Set(['admitted']))
  expect(took.stored).toBeLessThan(10_000)
  expect(at(took.proofs, 0.5)).toBeLessThan(5)
})
