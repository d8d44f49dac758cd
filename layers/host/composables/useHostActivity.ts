import type { MaybeRefOrGetter } from 'vue'
import { hostActivityDocument } from './host-documents'

/** How long news of a visit is gathered before it is asked for, in milliseconds: a group comes through the gate at once. */
const gathering = 300

/**
 * Hears what happens to the visits of a site, at its gates and on the guests' pages, so that the visits it concerns are looked at anew. Call it before the first `await`.
 * @param after where the feed stood before the visits were asked for: nothing is missed in between
 * @returns `onVisits`, which says what to do with the ids of visits
 */
export function useHostActivity(siteId: MaybeRefOrGetter<string | undefined>, after: MaybeRefOrGetter<string | undefined>) {
  const { can } = useViewer()
  const waiting = new Set<string>()
  let heard: (ids: string[]) => void = () => undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function tell(): void {
    heard([...waiting])
    waiting.clear()
  }
  if (can('pass:read'))
    useLive(hostActivityDocument, {
      variables: () => ({ siteId: toValue(siteId), after: toValue(after) }),
      onEvent({ visitActivity }) {
        const id = visitActivity.visitPass.appointment?.id
        if (!id) return
        waiting.add(id)
        clearTimeout(timer)
        timer = setTimeout(tell, gathering)
      },
    })
  onScopeDispose(() => clearTimeout(timer))

  return {
    onVisits(act: (ids: string[]) => void): void {
      heard = act
    },
  }
}
