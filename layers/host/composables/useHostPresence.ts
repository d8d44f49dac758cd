import type { MaybeRefOrGetter } from 'vue'
import { maxPresenceHosts } from '#shared/schemas/hosts'
import type { HostPresence } from './host-presence'
import { hostPresenceDocument } from './presence-documents'

interface Wanted {
  hostIds: readonly string[]
  from: string
  to: string
}

/** When hosts are there, as far as it is known. */
export interface KnownPresence {
  presences: readonly HostPresence[]
  from: string
  to: string
}

/**
 * When hosts are there, asked for in the browser once the visits are on the page: the calendar can be read without. What cannot be had is
 * not drawn; whoever invites at other hours is told by the server.
 */
export function useHostPresence(wanted: MaybeRefOrGetter<Wanted | undefined>) {
  const request = useGraphqlRequest()
  const known = shallowRef<KnownPresence>()

  async function load(): Promise<void> {
    const asked = toValue(wanted)
    if (!asked || asked.hostIds.length === 0) return void (known.value = undefined)
    const { from, to } = asked
    const answer = await request(hostPresenceDocument, { hostIds: asked.hostIds.slice(0, maxPresenceHosts), from, to }).catch(
      () => undefined,
    )
    if (answer) known.value = { presences: answer.hostPresence, from, to }
  }
  onMounted(() => watch(() => JSON.stringify(toValue(wanted)), load, { immediate: true }))
  return known
}
