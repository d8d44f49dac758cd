import { switchOrganizationDocument } from './session-documents'

/** Where a tab leaves word for the others of its browser that their session acts elsewhere. */
const wordKey = 'gc-organization'

/** Begins anew: nothing of the organization that was left stays in memory. */
const beginAnew = () => window.location.assign('/')

/** The same in every tab of the browser. */
function startAnew(): void {
  localStorage.setItem(wordKey, String(Date.now()))
  beginAnew()
}

/**
 * The organizations of the person, and the way from one to another for every tab of the browser.
 * @returns `workplaces`, `currentId`, `switchTo(organizationId)` gives a text when it was refused, `startAnew()` once the session acts elsewhere, `listen()` for a layout
 */
export function useOrganizationSwitch() {
  const { viewer } = useViewer()
  const request = useGraphqlRequest()

  async function switchTo(organizationId: string): Promise<string | null> {
    try {
      const { result } = await request(switchOrganizationDocument, { input: { organizationId } })
      if (result.__typename !== 'SwitchOrganizationSuccess') return result.message
    } catch (failure) {
      return failure instanceof Error ? failure.message : String(failure)
    }
    startAnew()
    return null
  }

  /** Lets this tab follow when another one switches. */
  function listen(): void {
    const hear = ({ key }: StorageEvent) => key === wordKey && beginAnew()
    onMounted(() => window.addEventListener('storage', hear))
    onUnmounted(() => window.removeEventListener('storage', hear))
  }

  return {
    workplaces: computed(() => viewer.value?.workplaces ?? []),
    currentId: computed(() => viewer.value?.organization?.id),
    switchTo,
    startAnew,
    listen,
  }
}
