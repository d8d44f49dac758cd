import { liveOrCopy } from '../../../shared/late-copy'

interface Extended extends Event {
  waitUntil: (work: Promise<unknown>) => void
}

interface Asked extends Extended {
  request: Request
  respondWith: (answer: Promise<Response>) => void
}

/** A page, the files that it loaded, and the build of which they are. */
interface Kept {
  page: string
  files: string[]
  build: string
}

interface Told extends Extended {
  data: { keep?: Kept; forget?: { page: string | null } }
  ports: readonly MessagePort[]
}

interface Worker extends EventTarget {
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
}

const worker = globalThis as unknown as Worker
const hashed = /^\/_nuxt\//

/** How long a device waits for a slow network before it opens what it has kept, in milliseconds. */
const patience = 4_000

/** The hashed files that a page names: it may not have loaded each of them itself. */
const filesIn = (html: string): string[] => html.match(/\/_nuxt\/[\w.-]+\.(?:js|css)/g) ?? []

/** Where the build is noted of which the kept files are. */
const buildNote = '/kept-build'

/** What is kept of another build goes, other pages among them: they would not find their files. */
async function dropOtherBuilds(kept: Cache, build: string): Promise<void> {
  const note = await kept.match(buildNote)
  if (note && (await note.text()) === build) return
  await Promise.all((await kept.keys()).map((request) => kept.delete(request)))
  await kept.put(buildNote, new Response(build))
}

/** Keeps a page with its files, and with those that were kept of the same build. */
async function keep(store: string, { page, files, build }: Kept): Promise<void> {
  const kept = await caches.open(store)
  const answer = await fetch(new Request(page, { credentials: 'include', cache: 'reload' }))
  if (!answer.ok || answer.redirected) throw new Error(`The page answered ${answer.status}`)
  await dropOtherBuilds(kept, build)
  const all = new Set([...files, ...filesIn(await answer.clone().text())])
  const has = new Set((await kept.keys()).map(({ url }) => url))
  const urls = [...all].map((file) => new URL(file, location.origin).href)
  await kept.addAll(urls.filter((url) => !has.has(url)))
  await kept.put(new URL(page, location.origin).href, answer)
}

async function forget(store: string, page: string | null): Promise<void> {
  if (page === null) await caches.delete(store)
  else await (await caches.open(store)).delete(page, { ignoreSearch: true })
}

async function open(store: string, request: Request, path: string, instead: string | null): Promise<Response> {
  const kept = await caches.open(store)
  const copy = await kept.match(path, { ignoreSearch: true })
  if (copy) return liveOrCopy(fetch(request), copy, patience)
  return fetch(request).catch(async (error: unknown) => {
    if (instead === null || !(await kept.match(instead))) throw error
    return Response.redirect(instead)
  })
}

/**
 * Opens pages while the device has no network: as they were last opened, with the files that they load. What to keep a page says itself.
 * No answer of the API is ever kept.
 * @param store its own place in the browser
 * @param pages the paths of such pages
 * @param instead the page to which one goes that is not kept
 */
export function openWithoutNetwork(store: string, pages: RegExp, instead: string | null = null): void {
  worker.addEventListener('install', (event) => (event as Extended).waitUntil(worker.skipWaiting()))
  worker.addEventListener('activate', (event) => (event as Extended).waitUntil(worker.clients.claim()))
  worker.addEventListener('message', (told) => {
    const { data, ports, waitUntil } = told as Told
    const work = data.keep ? keep(store, data.keep) : data.forget ? forget(store, data.forget.page) : Promise.resolve()
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
    if (request.mode === 'navigate' && pages.test(pathname)) event.respondWith(open(store, request, pathname, instead))
    else if (hashed.test(pathname)) event.respondWith(caches.match(request.url).then((copy) => copy ?? fetch(request)))
  })
}
