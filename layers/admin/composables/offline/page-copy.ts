/** A worker that opens pages without a network, and where it stands (`layers/admin/scripts/kept-pages.ts`). */
export interface PageKeeper {
  worker: string
  scope: string
}

/** Everything hashed that this page has loaded: what it needs to open again. */
const filesOfPage = (): string[] => {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
  const written = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('link[href],script[src]')].map((part) =>
    part instanceof HTMLScriptElement ? part.src : part.href,
  )
  const own = [...loaded, ...written].map((url) => new URL(url, location.href)).filter(({ origin }) => origin === location.origin)
  return [...new Set(own.map(({ pathname }) => pathname).filter((file) => file.startsWith('/_nuxt/')))]
}

const told = (worker: ServiceWorker, message: object): Promise<boolean> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', ({ data }: MessageEvent<{ kept: boolean }>) => done(data.kept))
    port1.start()
    worker.postMessage(message, [port2])
  })

/** Keeps this page on the device, so that it opens without a network. @returns whether it is kept */
export async function keepThisPage({ worker, scope }: PageKeeper): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false
  await navigator.serviceWorker.register(worker, { scope })
  const { active } = await navigator.serviceWorker.ready
  const build = useRuntimeConfig().app.buildId
  return active ? told(active, { keep: { page: location.pathname, files: filesOfPage(), build } }) : false
}

/** Forgets what was kept of a page, or of all where it is null. */
export async function forgetKept({ scope }: PageKeeper, page: string | null): Promise<void> {
  const registration = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration(scope) : undefined
  if (registration?.active) await told(registration.active, { forget: { page } })
}
