import { bytesOfStep, formatLiveCode, stepLength, stepOf } from '../../../shared/credentials/live-code'
import { qrPath } from '../../../shared/credentials/qr-path'
import './pass-page'

/**
 * The script of a pass whose code changes: what the page of every pass has, and a code of its own for each 15 seconds, made on the phone, with a
 * network or without. Without this script the page asks the server for the next one.
 */
const { dataset } = document.currentScript as HTMLScriptElement
const { lasting = '', key = '', at = '' } = dataset
// A copy of the page keeps what its first showing has found out about the phone's clock.
const ahead = Number((dataset.ahead ??= String(Number(at) - Date.now())))
const path = document.querySelector('svg.qr path')

// Nothing has to be asked for to see the code large.
document.querySelector('.enlarge')?.setAttribute('href', '#qr')
document.querySelector('.shrink')?.setAttribute('href', '#top')

let timer: ReturnType<typeof setTimeout> | undefined

async function show(hmac: CryptoKey) {
  clearTimeout(timer)
  const now = Date.now() + ahead
  timer = setTimeout(() => void show(hmac), stepLength - (now % stepLength))
  const step = stepOf(now)
  const mac = await crypto.subtle.sign('HMAC', hmac, bytesOfStep(step))
  path?.setAttribute('d', qrPath(formatLiveCode(lasting, step, new Uint8Array(mac))).path)
}

async function begin() {
  const raw = Uint8Array.from(atob(key), (symbol) => symbol.charCodeAt(0))
  const hmac = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  // A phone that slept, or a page that was left, shows nothing old.
  for (const event of ['visibilitychange', 'pageshow']) addEventListener(event, () => void show(hmac), true)
  await show(hmac)
}

// Where the page did not come by HTTPS a browser makes nothing under a key: the server does.
if (globalThis.crypto.subtle) void begin()
else setTimeout(() => location.reload(), stepLength - ((Date.now() + ahead) % stepLength))
