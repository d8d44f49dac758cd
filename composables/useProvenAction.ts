/** What a mutation answers, as far as its failure goes. */
interface Answer {
  __typename?: string
  message?: string
  fields?: readonly { message: string }[]
}

/** What the API answered when it did what it was asked. */
type Success<A> = Exclude<A, { message: string }>

/**
 * Does things that may ask first who is there: then `confirming` is true until the person has proved it, and the thing is done after all.
 * @returns `act(run, done)` (`done` gets the success), `problem`, `refusedAs` (the type of the failure), `pending`, `confirming`, `proceed()` after the proof, `giveUp()`
 */
export function useProvenAction() {
  const problem = ref('')
  const pending = ref(false)
  const refusedAs = ref('')
  const waiting = shallowRef<() => Promise<void>>()

  async function act<A extends Answer>(run: () => Promise<{ result: A }>, done: (success: Success<A>) => unknown): Promise<void> {
    if (pending.value) return
    pending.value = true
    problem.value = refusedAs.value = ''
    waiting.value = undefined
    try {
      const { result } = await run()
      if (result.message !== undefined) refusedAs.value = result.__typename ?? ''
      if (result.__typename === 'ConfirmationRequired') waiting.value = () => act(run, done)
      else if (result.message === undefined) await done(result as Success<A>)
      else problem.value = result.fields?.[0]?.message ?? result.message
    } catch (failure) {
      problem.value = failure instanceof Error ? failure.message : String(failure)
    } finally {
      pending.value = false
    }
  }

  return {
    act,
    problem,
    refusedAs,
    pending,
    confirming: computed(() => waiting.value !== undefined),
    proceed: () => waiting.value?.(),
    giveUp: () => (waiting.value = undefined),
  }
}
