import { liveOrCopy } from '../../../shared/late-copy'

/**
 * Shows the copy of a pass that its page has kept, when the network or the server is away; what to do without one, where there is none.
 * Keeps nothing of a guest by itself, and forgets a copy when the pass has ended or the page no longer says to keep one.
 */
interface PageAsked extends Event {
  request: Request
  respondWith: (answer: Promise<Response>) => void
  waitUntil: (work: Promise<unknown>) => void
}

interface Worker extends EventTarget {
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
}

const worker = globalThis as unknown as Worker
const passPage = /^\/i\/[^/]+\/?$/
const mark = 'x-pass-until'
const noConnection = '/no-connection'

/** How long a guest waits for a slow network before they see the copy, in milliseconds. */
const patience = 5_000

/** The page from the network, or its copy when the network or the server is away. */
export async function open(event: PageAsked, path: string): Promise<Response> {
  const kept = await caches.open('guest-pass')
  const live = fetch(event.request).then(async (answer) => {
    if (answer.status >= 200 && answer.status < 500 && !answer.headers.has(mark)) await kept.delete(path)
    return answer
  })
  event.waitUntil(live.catch(() => undefined))
  const copy = await kept.match(path)
  const isOver = copy && Date.now() > Date.parse(copy.headers.get(mark) ?? '')
  if (isOver) await kept.delete(path)
  if (!copy || isOver) return live.catch(async (error) => (await kept.match(noConnection)) ?? Promise.reject(error))
  return liveOrCopy(live, copy, patience)
}

/** Keeps what to say for a pass that this phone has no copy of. */
async function prepare() {
  // A phone that cannot get this yet still gets its copies.
  await (await caches.open('guest-pass')).add(noConnection).catch(() => undefined)
  await worker.skipWaiting()
}

worker.addEventListener('install', (event) => (event as PageAsked).waitUntil(prepare()))
worker.addEventListener('activate', (event) => (event as PageAsked).waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (asked) => {
  const event = asked as PageAsked
  const { request } = event
  const { pathname } = new URL(request.url)
  if (request.method !== 'GET') return
  if (request.mode === 'navigate' && passPage.test(pathname)) event.respondWith(open(event, pathname))
  else if (request.destination === 'image') event.respondWith(caches.match(request).then((copy) => copy ?? fetch(request)))
})
