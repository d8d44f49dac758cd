/**
 * One thing at a time that a form tries to do: `attempt` does nothing while another is under way, and keeps as `problem` what was said
 * against it.
 */
export function useAttempt() {
  const problem = ref('')
  const pending = ref(false)

  /** @param work gives a text when it was refused. @returns whether it was done */
  async function attempt(work: () => Promise<string | null>): Promise<boolean> {
    if (pending.value) return false
    pending.value = true
    problem.value = (await work()) ?? ''
    pending.value = false
    return problem.value === ''
  }

  return { problem, pending, attempt }
}
