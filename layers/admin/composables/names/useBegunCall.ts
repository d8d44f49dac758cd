import { keepThisPage } from '../offline/page-copy'
import { localIdOf } from '../local-id'
import { startRollCallDocument, recordRollCallDocument } from '../roll-call/roll-call-documents'
import type { RollCallServer } from '../roll-call/roll-call-link'
import { rollCallPages } from '../roll-call/roll-call-pages'
import { RollCallStore } from '../roll-call/roll-call-store'
import { useRollCallFrom, useRollCallServer } from '../roll-call/useRollCall'
import type { BegunCall, BegunCalls } from './begun-calls'

/** How many people are told at once, and how long an answer is waited for, in milliseconds. */
const [atATime, patience] = [100, 10_000]

/** Where a roll call that was begun here is kept. */
export const storeOfCall = (callId: string, userId: string): string => `gc-roll-call-${callId}-${userId}`

/** Tells the server of a roll call that was begun here. @returns its global id there; told again it is the same @throws Error with a text */
function useTelling(call: BegunCall, calls: () => BegunCalls | undefined) {
  const request = useGraphqlRequest({ mayBeAnonymous: true })
  const limit = () => AbortSignal.timeout(patience)
  let known = call

  async function keep(news: Partial<BegunCall>): Promise<void> {
    known = { ...known, ...news }
    await calls()?.put(known)
  }

  async function begin(): Promise<string> {
    const { site, kind, begunAt } = known
    const times = { begunAt: new Date(begunAt).toISOString(), deviceTime: new Date().toISOString() }
    const { result } = await request(startRollCallDocument, { input: { siteId: site.id, kind, ...times } }, limit())
    if (result.__typename !== 'StartRollCallSuccess') throw new Error(result.message)
    await keep({ rollCallId: result.rollCall.id })
    return result.rollCall.id
  }

  return async function tell(): Promise<string> {
    const rollCallId = known.rollCallId ?? (await begin())
    if (known.isTold) return rollCallId
    for (let from = 0; from < known.people.length; from += atATime) {
      const input = { rollCallId, people: known.people.slice(from, from + atATime) }
      const { result } = await request(recordRollCallDocument, { input }, limit())
      if (result.__typename !== 'RecordRollCallSuccess') throw new Error(result.message)
    }
    await keep({ isTold: true })
    return rollCallId
  }
}

/**
 * A roll call that was begun on this device without a connection: marked like any other, and told to the server as soon as that answers.
 * @param pin by which its list opens, where it was given already; empty where not
 */
export function useBegunCall(call: BegunCall, calls: () => BegunCalls | undefined, pin: string) {
  const { viewer } = useViewer()
  const serverOf = useRollCallServer()
  const tell = useTelling(call, calls)
  const rollCallId = ref(call.rollCallId)

  const server: RollCallServer = {
    version: async () => serverOf(await reached()).version(),
    whole: async () => serverOf(await reached()).whole(),
    tell: async (waiting) => serverOf(await reached()).tell(waiting),
  }
  async function reached(): Promise<string> {
    return (rollCallId.value = await tell())
  }

  async function openStore(): Promise<RollCallStore> {
    const store = await RollCallStore.open(storeOfCall(call.id, localIdOf(viewer.value?.user?.id ?? '')))
    if (pin && (await store.state()) === 'LOCKED') await store.unlock(pin)
    return store
  }

  return {
    rollCallId,
    ...useRollCallFrom({
      server,
      openStore,
      browser: { keepPage: () => keepThisPage(rollCallPages), forgetPage: async () => calls()?.forget(call.id) },
      id: () => rollCallId.value,
    }),
  }
}
