/**
 * The one script of a guest's page; without it nothing is missing but comfort. It keeps a copy of the pass on the phone, for a door
 * without a network, and the screen awake while the code is in sight.
 */
const { until, saved, hash } = (document.currentScript as HTMLScriptElement).dataset

/** Keeps the page as it stands, without what needs a network, until the pass ends. */
export async function keepCopy(till: string, words: string) {
  await navigator.serviceWorker.register('/pass-worker.js', { scope: '/i/' })
  const copy = document.documentElement.cloneNode(true) as HTMLElement
  // What needs a network is not on the copy.
  for (const part of copy.querySelectorAll('form,.checklist,.languages,.answer,.wallets')) part.remove()
  const note = document.createElement('p')
  note.className = 'offline'
  note.setAttribute('role', 'status')
  note.textContent = words.replace('{time}', new Date().toLocaleString(copy.lang, { dateStyle: 'medium', timeStyle: 'short' }))
  copy.querySelector('main')?.prepend(note)
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'x-pass-until': till,
    'content-security-policy': `default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; script-src '${hash}'`,
  }
  const kept = await caches.open('guest-pass')
  await kept.put(location.pathname, new Response(`<!DOCTYPE html>${copy.outerHTML}`, { headers }))
  const logo = copy.querySelector<HTMLImageElement>('.brand img')
  if (logo) await kept.add(logo.src)
}

function keepAwake(code: Element) {
  let lock: WakeLockSentinel | undefined
  let isSeen = false
  const look = async () => {
    const wanted = isSeen && document.visibilityState === 'visible'
    // Refused on a low battery: the screen then goes dark as it always does.
    if (wanted && (!lock || lock.released)) lock = await navigator.wakeLock.request('screen').catch(() => undefined)
    else if (!wanted) await lock?.release()
  }
  new IntersectionObserver((entries) => {
    isSeen = entries.some((entry) => entry.isIntersecting)
    void look()
  }).observe(code)
  document.addEventListener('visibilitychange', () => void look())
}

const isCopy = document.querySelector('.offline') !== null
if (isCopy) addEventListener('online', () => location.reload())
else if (until && saved && 'serviceWorker' in navigator && 'caches' in globalThis) keepCopy(until, saved).catch(() => undefined)
const code = document.querySelector('svg.qr')
if (code && 'wakeLock' in navigator) keepAwake(code)
