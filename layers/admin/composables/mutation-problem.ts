/** What a mutation answers, as far as its failure goes. */
interface Answer {
  __typename?: string
  message?: string
  fields?: readonly { message: string }[]
}

/**
 * What a person is told of a mutation that was refused or could not be sent.
 * @returns null when it did what it should
 */
export async function mutationProblem(work: Promise<{ result: Answer }>): Promise<string | null> {
  try {
    const { result } = await work
    return result.message === undefined ? null : (result.fields?.[0]?.message ?? result.message)
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure)
  }
}
