import type { EditScope, UpdateAppointmentInput } from '#shared/generated/gql/graphql'
import { updateDocument } from './change-documents'
import type { CalendarVisit, Visit } from './host-documents'
import { problemsOfServer } from '~/composables/field-problems'
import { useScopeQuestion } from './useScopeQuestion'
import { useUndoToasts } from './useUndoToasts'

/** What of a visit shall be otherwise. */
export type WantedChange = Omit<UpdateAppointmentInput, 'appointmentId' | 'version' | 'scope'>

/** What came of a change: the visit, what is wrong by field, or that somebody was faster. */
export type EditOutcome =
  | { kind: 'changed'; visit: Visit }
  | { kind: 'conflict'; message: string; current: Visit | null }
  | { kind: 'refused'; message: string; fields: ReturnType<typeof problemsOfServer> }

interface Options {
  put: (...fresh: Visit[]) => void
  /** Asks for everything that is shown anew: a series changes more than one visit. */
  refresh: () => Promise<unknown>
}

/** Sends changes of visits, and keeps the page up to date with what comes of them. */
function useSending({ put, refresh }: Options) {
  const { run } = useGraphqlMutation(updateDocument)

  async function send(visit: CalendarVisit, wanted: WantedChange, scope: EditScope): Promise<EditOutcome> {
    const { updateAppointment: answer } = await run({
      input: { ...wanted, appointmentId: visit.id, version: visit.version, scope },
    })
    if (answer.__typename === 'UpdateAppointmentSuccess') {
      put(answer.appointment)
      if (scope !== 'THIS') await refresh()
      return { kind: 'changed', visit: answer.appointment }
    }
    if (answer.__typename === 'EditConflict') {
      if (answer.current) put(answer.current)
      return { kind: 'conflict', message: answer.message, current: answer.current }
    }
    const fields = answer.__typename === 'ValidationFailed' ? problemsOfServer(answer.fields) : {}
    return { kind: 'refused', message: answer.message, fields }
  }
  return { send }
}

/**
 * Changes visits from the calendar: asks which ones of a series, tells what went wrong, and can be taken back.
 * @returns `question` for the dialog, `send(visit, wanted, scope)`, `tell`, `move(visit, hours)`
 */
export function useVisitEdits({ put, refresh }: Options) {
  const { question, ask } = useScopeQuestion()
  const { send } = useSending({ put, refresh })
  const toast = useToast()
  const { offerUndo, tellUndone } = useUndoToasts()
  const { t } = useI18n()
  /** Tells that a visit was changed, and offers to take it back. */
  function tell(after: Visit, back: WantedChange, scope: EditScope): void {
    offerUndo(t('host.edit.done'), 'i-lucide-calendar-check', () => undo(after, back, scope))
  }

  async function undo(visit: CalendarVisit, back: WantedChange, scope: EditScope): Promise<void> {
    if ((await attempt(visit, back, scope)).after) tellUndone(t('host.edit.undone'))
  }

  /** @returns the visit `after` the change, or as it is `current`ly by somebody else's; neither where it could not be changed */
  async function attempt(visit: CalendarVisit, wanted: WantedChange, scope: EditScope): Promise<{ after?: Visit; current?: Visit }> {
    try {
      const outcome = await send(visit, wanted, scope)
      if (outcome.kind === 'changed') return { after: outcome.visit }
      toast.add({ title: reasonOf(outcome), color: outcome.kind === 'conflict' ? 'warning' : 'error', icon: 'i-lucide-circle-alert' })
      if (outcome.kind === 'conflict' && outcome.current) return { current: outcome.current }
    } catch (error) {
      toast.add({ title: error instanceof Error ? error.message : String(error), color: 'error', icon: 'i-lucide-circle-alert' })
    }
    return {}
  }

  /** Moves a visit or changes its length. @returns whether it is there now */
  async function move(visit: CalendarVisit, hours: { startsAt: string; endsAt: string }): Promise<boolean> {
    const scope = visit.series ? await ask(visit) : 'THIS'
    if (!scope) return false
    // It stands there at once; what is refused goes back.
    if (scope === 'THIS') put({ ...visit, ...hours } as Visit)
    const { after, current } = await attempt(visit, hours, scope)
    // Where somebody else was faster it stands already as they have made it.
    if (!after && !current && scope === 'THIS') put(visit as Visit)
    // The grid is drawn before what is told of it.
    await new Promise<void>((drawn) => setTimeout(drawn))
    if (after) tell(after, { startsAt: visit.startsAt, endsAt: visit.endsAt }, scope)
    return !!after
  }

  return { question, send, tell, move }
}

/** The first thing that is wrong with a field says more than that something is. */
function reasonOf(outcome: Exclude<EditOutcome, { kind: 'changed' }>): string {
  const [first] = outcome.kind === 'refused' ? Object.values(outcome.fields) : []
  return first && 'text' in first ? first.text : outcome.message
}
