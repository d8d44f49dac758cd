import { liveOrCopy } from '../../../shared/late-copy'

/**
 * Opens the screen of a gate while its device has no network: the page as it was last opened, and the files that it loads. What to keep the
 * page says itself, and only that of an enrolled device does. No answer of the API is ever kept.
 */
interface Extended extends Event {
  waitUntil: (work: Promise<unknown>) => void
}

interface Asked extends Extended {
  request: Request
  respondWith: (answer: Promise<Response>) => void
}

interface Told extends Extended {
  data: { keep?: { page: string; files: string[] }; forget?: boolean }
  ports: readonly MessagePort[]
}

interface Worker extends EventTarget {
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
}

const worker = globalThis as unknown as Worker
const store = 'gate'
const gatePage = /^\/admin\/gates\/[^/]+\/?$/
const hashed = /^\/_nuxt\//

/** How long a device waits for a slow network before it opens what it has kept, in milliseconds. */
const patience = 4_000

/** Keeps a page with its files. With those of another build the copies of the one before go, other pages among them: they would not find theirs. */
async function keep({ page, files }: { page: string; files: string[] }): Promise<void> {
  const kept = await caches.open(store)
  const has = new Set((await kept.keys()).map(({ url }) => url))
  const urls = files.map((file) => new URL(file, location.origin).href)
  const missing = urls.filter((url) => !has.has(url))
  await kept.addAll(missing)
  await kept.add(new Request(page, { credentials: 'include', cache: 'reload' }))
  const wanted = new Set([...urls, new URL(page, location.origin).href])
  const old = missing.length > 0 ? (await kept.keys()).filter(({ url }) => !wanted.has(url)) : []
  await Promise.all(old.map((request) => kept.delete(request)))
}

async function open(request: Request, path: string): Promise<Response> {
  const copy = await (await caches.open(store)).match(path, { ignoreSearch: true })
  return copy ? liveOrCopy(fetch(request), copy, patience) : fetch(request)
}

worker.addEventListener('install', (event) => (event as Extended).waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', (event) => (event as Extended).waitUntil(worker.clients.claim()))
worker.addEventListener('message', (told) => {
  const { data, ports, waitUntil } = told as Told
  const work = data.keep ? keep(data.keep) : data.forget ? caches.delete(store) : Promise.resolve()
  const answer = work.then(
    () => ports[0]?.postMessage({ kept: true }),
    (error: unknown) => ports[0]?.postMessage({ kept: false, why: String(error) }),
  )
  waitUntil.call(told, answer)
})
worker.addEventListener('fetch', (asked) => {
  const event = asked as Asked
  const { request } = event
  const { pathname, origin } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && gatePage.test(pathname)) event.respondWith(open(request, pathname))
  else if (hashed.test(pathname)) event.respondWith(caches.match(request.url).then((copy) => copy ?? fetch(request)))
})
