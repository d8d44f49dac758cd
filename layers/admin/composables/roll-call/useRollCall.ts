import type { MarkState } from '#shared/roll-call'
import { forgetKept, keepThisPage } from '../offline/page-copy'
import { localIdOf } from '../local-id'
import { mutationProblem } from '../mutation-problem'
import { endRollCallDocument, recordRollCallDocument, rollCallDocument, rollCallVersionDocument } from './roll-call-documents'
import { RollCallLink, type LinkNews, type LinkState, type PageBrowser, type RollCallServer } from './roll-call-link'
import { rollCallPages } from './roll-call-pages'
import { RollCallStore, type Waiting } from './roll-call-store'
import { withOwn, type Person, type RollCallView, type SaidEntry } from './roll-call-view'

/** How long an answer is waited for, in milliseconds. */
const patience = 10_000

/** How the server is asked of a roll call. @param id names it */
export function useRollCallServer(): (id: string) => RollCallServer {
  const request = useGraphqlRequest({ mayBeAnonymous: true })
  const limit = () => AbortSignal.timeout(patience)
  return (id) => ({
    version: async () => {
      const { node } = await request(rollCallVersionDocument, { id }, limit())
      return node?.__typename === 'RollCall' ? node.version : null
    },
    whole: async () => {
      const { node } = await request(rollCallDocument, { id }, limit())
      return node?.__typename === 'RollCall' ? node : null
    },
    tell: async (waiting) => {
      const people = waiting.flatMap(({ state, personKey: key, text: name }) => (state === null ? [{ key, name }] : []))
      const marks = waiting.flatMap(({ id: nonce, personKey, state, assemblyPoint, text: note, at }) =>
        state === null ? [] : [{ nonce, personKey, state, assemblyPoint, note, occurredAt: new Date(at).toISOString() }],
      )
      const input = { rollCallId: id, people, marks, deviceTime: new Date().toISOString() }
      const { result } = await request(recordRollCallDocument, { input }, limit())
      return result.__typename === 'RecordRollCallSuccess' ? null : result.message
    },
  })
}

const personOf = ({ personKey: key, text: name }: Waiting): Person => ({
  key,
  name,
  company: '',
  zone: '',
  host: '',
  phone: '',
  insideSince: null,
  leftUnseenAt: null,
  ordinal: 1,
  of: 1,
  isOther: true,
})

/** What a marshal keeps to be told, as an entry by their own hand. */
const entryOf = ({ id: nonce, personKey, state, assemblyPoint, text: note, at }: Waiting, marshal: string, by: string): SaidEntry[] =>
  state === null ? [] : [{ key: `${marshal}:${nonce}`, personKey, standing: state, at, marshal, by, assemblyPoint, note }]

/** Whether a list is kept on the device, and open; UNABLE where the browser cannot seal. */
type Vault = 'UNKNOWN' | 'NONE' | 'LOCKED' | 'OPEN' | 'UNABLE'

/** Where the roll call of a page comes from. */
export interface RollCallSource {
  server: RollCallServer
  browser: PageBrowser
  /** What the browser keeps of it, where it can keep anything. */
  openStore: () => Promise<RollCallStore>
  /** Its global id, once it has one. */
  id: () => string | null
}

/** The link of a page while it is shown. */
function useLink({ server, browser, openStore }: RollCallSource, on: LinkNews & { vault: (vault: Vault) => void }) {
  let open: RollCallLink | undefined
  let isLeft = false

  async function start() {
    // Browsers seal on secure addresses only, and some not in private windows.
    const store = window.isSecureContext ? await openStore().catch(() => null) : null
    const made = new RollCallLink(store, server, browser, on, navigator.onLine)
    if (isLeft) return made.close()
    open = made
    const vault = store ? await store.state() : 'UNABLE'
    on.vault(vault)
    if (vault === 'OPEN') await made.opened()
    await made.show({ waiting: store ? await store.waiting() : [] })
    await made.tick()
  }

  const back = () => void open?.tick()
  const lost = () => open?.lost()
  onMounted(() => {
    void start()
    window.addEventListener('online', back)
    window.addEventListener('offline', lost)
  })
  onBeforeUnmount(() => {
    isLeft = true
    open?.close()
    window.removeEventListener('online', back)
    window.removeEventListener('offline', lost)
  })
  return () => open
}

/** The roll call of a page that names it. */
export function useRollCall(id: string) {
  const { viewer } = useViewer()
  const userId = viewer.value?.user ? localIdOf(viewer.value.user.id) : ''
  return useRollCallFrom({
    server: useRollCallServer()(id),
    browser: { keepPage: () => keepThisPage(rollCallPages), forgetPage: () => forgetKept(rollCallPages, location.pathname) },
    openStore: () => RollCallStore.open(`gc-roll-call-${localIdOf(id)}-${userId}`),
    id: () => id,
  })
}

/**
 * The roll call of a page: what the server knows of it, or what this device has kept, with what the reader has marked. Nothing of it is
 * rendered on the server, so that the kept page names nobody.
 * @returns `view`, `link`, `vault` (whether a list is kept, and open), `mark`, `addPerson`, `choosePin`, `unlock`, `end`
 */
export function useRollCallFrom(source: RollCallSource) {
  const { viewer } = useViewer()
  const heard = shallowRef<RollCallView | null>(null)
  const link = shallowRef<LinkState>({ isCut: false, waiting: [], problem: '', isKept: false, isGone: false })
  const vault = ref<Vault>('UNKNOWN')
  const userId = viewer.value?.user ? localIdOf(viewer.value.user.id) : ''
  const current = useLink(source, {
    view: (news) => (heard.value = news),
    state: (news) => (link.value = news),
    vault: (news) => (vault.value = news),
  })
  const view = computed(() => {
    const { waiting } = link.value
    const own = waiting.flatMap((each) => entryOf(each, userId, viewer.value?.user?.name ?? ''))
    return heard.value && withOwn(heard.value, waiting.filter(({ state }) => state === null).map(personOf), own)
  })

  async function openVault(work: (store: RollCallStore) => Promise<number | null>): Promise<number | null> {
    const store = current()?.store
    if (!store) return 0
    const left = await work(store)
    vault.value = await store.state()
    if (left === null) await current()?.opened()
    return left
  }

  return {
    view,
    link,
    vault,
    end: useEnding(source, () => current()?.tick()),
    ...marking((what) => current()?.add({ ...what, at: Date.now() })),
    choosePin: (pin: string) => openVault((store) => store.choose(pin).then(() => null)),
    unlock: (pin: string) => openVault((store) => store.unlock(pin)),
  }
}

/** Ends a roll call, where the server knows of it. @returns what does it: it gives a text where it was refused */
function useEnding({ id }: RollCallSource, done: () => Promise<void> | undefined) {
  const request = useGraphqlRequest()
  const { t } = useI18n()
  return async function end(): Promise<string | null> {
    const rollCallId = id()
    if (rollCallId === null) return t('common.failures.offline')
    const problem = await mutationProblem(request(endRollCallDocument, { input: { rollCallId } }))
    if (problem === null) await done()
    return problem
  }
}

/** What a marshal does with people. @param add keeps it to be told */
function marking(add: (what: Omit<Waiting, 'at'>) => Promise<void> | undefined) {
  return {
    mark: (personKey: string, state: MarkState, { assemblyPoint, note }: { assemblyPoint: string; note: string }) =>
      add({ id: crypto.randomUUID(), personKey, state, assemblyPoint, text: note }),
    /** @returns by what marks name them */
    addPerson: async (name: string) => {
      const personKey = crypto.randomUUID()
      await add({ id: personKey, personKey, state: null, assemblyPoint: '', text: name })
      return personKey
    },
  }
}
