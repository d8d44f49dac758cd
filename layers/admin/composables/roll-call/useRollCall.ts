import type { MarkState } from '#shared/roll-call'
import { forgetKept, keepThisPage } from '../offline/page-copy'
import { mutationProblem } from '../mutation-problem'
import { endRollCallDocument, recordRollCallDocument, rollCallDocument, rollCallVersionDocument } from './roll-call-documents'
import { RollCallLink, type LinkNews, type LinkState, type RollCallServer } from './roll-call-link'
import { RollCallStore, type Waiting } from './roll-call-store'
import { withOwn, type Person, type RollCallView, type SaidEntry } from './roll-call-view'

const keeper = { worker: '/admin/roll-call/worker.js', scope: '/admin/roll-call/' }

/** How long an answer is waited for, in milliseconds. */
const patience = 10_000

/** The id in a global id. */
const localIdOf = (globalId: string): string => atob(globalId.replaceAll('-', '+').replaceAll('_', '/')).split(':')[1] ?? ''

function useServer(id: string): RollCallServer {
  const request = useGraphqlRequest({ mayBeAnonymous: true })
  const limit = () => AbortSignal.timeout(patience)
  return {
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
  }
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

/** The link of a page while it is shown. */
function useLink(id: string, userId: string, on: LinkNews & { vault: (vault: Vault) => void }) {
  const server = useServer(id)
  let open: RollCallLink | undefined
  let isLeft = false

  async function start() {
    // Browsers seal on secure addresses only, and some not in private windows.
    const store = window.isSecureContext ? await RollCallStore.open(`gc-roll-call-${localIdOf(id)}-${userId}`).catch(() => null) : null
    const browser = { keepPage: () => keepThisPage(keeper), forgetPage: () => forgetKept(keeper, location.pathname) }
    const made = new RollCallLink(store, server, browser, on, navigator.onLine)
    if (isLeft) return made.close()
    open = made
    on.vault(store ? await store.state() : 'UNABLE')
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

/**
 * The roll call of a page: what the server knows of it, or what this device has kept, with what the reader has marked. Nothing of it is
 * rendered on the server, so that the kept page names nobody.
 * @returns `view`, `link`, `vault` (whether a list is kept, and open), `mark`, `addPerson`, `choosePin`, `unlock`, `end`
 */
export function useRollCall(id: string) {
  const { viewer } = useViewer()
  const request = useGraphqlRequest()
  const heard = shallowRef<RollCallView | null>(null)
  const link = shallowRef<LinkState>({ isCut: false, waiting: [], problem: '', isKept: false, isGone: false })
  const vault = ref<Vault>('UNKNOWN')
  const userId = viewer.value?.user ? localIdOf(viewer.value.user.id) : ''
  const current = useLink(id, userId, {
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

  async function end(): Promise<string | null> {
    const problem = await mutationProblem(request(endRollCallDocument, { input: { rollCallId: id } }))
    if (problem === null) await current()?.tick()
    return problem
  }

  return {
    view,
    link,
    vault,
    end,
    ...marking((what) => current()?.add({ ...what, at: Date.now() })),
    choosePin: (pin: string) => openVault((store) => store.choose(pin).then(() => null)),
    unlock: (pin: string) => openVault((store) => store.unlock(pin)),
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
