import type { MaybeRefOrGetter } from 'vue'
import { maxPresenceHosts } from '#shared/limits'
import type { HostPresence } from './host-presence'
import { useAskedLater } from './useAskedLater'
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

/** When hosts are there. What cannot be had is not drawn; whoever invites at other hours is told by the server. */
export function useHostPresence(wanted: MaybeRefOrGetter<Wanted | undefined>) {
  const request = useGraphqlRequest()
  const someone = () => {
    const asked = toValue(wanted)
    return asked && asked.hostIds.length > 0 ? asked : undefined
  }
  const { answer } = useAskedLater(someone, async ({ hostIds, from, to }): Promise<KnownPresence> => {
    const { hostPresence } = await request(hostPresenceDocument, { hostIds: hostIds.slice(0, maxPresenceHosts), from, to })
    return { presences: hostPresence, from, to }
  })
  return computed(() => (someone() ? answer.value : undefined))
}
