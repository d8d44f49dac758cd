import { useUndoToasts } from './useUndoToasts'
import { cancelDocument, restoreDocument } from './change-documents'
import type { Visit } from './host-documents'

interface Options {
  put: (...fresh: Visit[]) => void
  /** Asks for everything that is shown anew: a series is more than one visit. */
  refresh: () => Promise<unknown>
}

/**
 * Tells that a visit was made or called off, and takes either back. Guests are told of a calling off a few seconds later, so that nobody
 * hears of what was taken back at once.
 * @returns `tellMade(visit)` and `tellCanceled(visit)`
 */
export function useVisitUndo({ put, refresh }: Options) {
  const { run: runCancel } = useGraphqlMutation(cancelDocument)
  const { run: runRestore } = useGraphqlMutation(restoreDocument)
  const toast = useToast()
  const { offerUndo, tellUndone } = useUndoToasts()
  const { t } = useI18n()

  async function attempt(undo: () => Promise<void>): Promise<void> {
    try {
      await undo()
    } catch (error) {
      toast.add({ title: error instanceof Error ? error.message : String(error), color: 'error', icon: 'i-lucide-circle-alert' })
    }
  }

  async function show(visit: Visit, words: string): Promise<void> {
    put(visit)
    if (visit.series) await refresh()
    tellUndone(words)
  }

  async function unmake(visit: Visit): Promise<void> {
    const scope = visit.series ? ('ALL' as const) : ('THIS' as const)
    const { cancelAppointment: answer } = await runCancel({ input: { appointmentId: visit.id, scope, passes: 'REVOKE' } })
    if (answer.__typename !== 'CancelAppointmentSuccess') throw new Error(answer.message)
    await show(answer.appointment, t('host.undo.unmade'))
  }

  async function restore(visit: Visit): Promise<void> {
    const { restoreAppointment: answer } = await runRestore({ input: { appointmentId: visit.id } })
    if (answer.__typename === 'RestoreAppointmentSuccess') return show(answer.appointment, t('host.undo.restored'))
    const [first] = answer.__typename === 'ValidationFailed' ? answer.fields : []
    throw new Error(first?.message ?? answer.message)
  }

  return {
    tellMade: (visit: Visit) => offerUndo(t('host.form.done'), 'i-lucide-calendar-check', () => attempt(() => unmake(visit))),
    tellCanceled: (visit: Visit) => offerUndo(t('host.undo.canceled'), 'i-lucide-calendar-x-2', () => attempt(() => restore(visit))),
  }
}
