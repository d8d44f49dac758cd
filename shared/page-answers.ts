/** An operation of a page, as it would be posted: `query` or the `extensions` that name it. */
export interface PageOperation {
  query?: string
  operationName?: string
  variables?: Record<string, unknown>
  extensions?: Record<string, unknown>
}

/** An answer of the API. */
export interface PageAnswer {
  data?: object | null
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[]
}

/** What is known of the answers that a page is rendered from. */
interface PageAnswers {
  /** The data of the answers that the page was given. */
  given?: WeakSet<object>
  /** What of them travels with the page, with the ids of the elements it stands in. */
  sent?: Map<object, string>
  /** What was rendered, while the document around it is made. */
  rendered?: string[]
}

declare module 'h3' {
  interface H3EventContext {
    /** Asks the API in this process, as whoever asked for the page. Never rejects for what the API refuses. */
    askInProcess?: (operation: PageOperation) => Promise<PageAnswer>
    answers?: PageAnswers
  }
}

/** Remembers an answer that a page in the making was given. @returns the answer */
export function rememberAnswer(context: { answers?: PageAnswers }, answer: PageAnswer): PageAnswer {
  const answers = (context.answers ??= {})
  if (answer.data) (answers.given ??= new WeakSet()).add(answer.data)
  return answer
}

/**
 * Has the data of an answer travel with the page, once.
 * @returns the id of the element in which it stands; null for what is no data of an answer
 */
export function sendAnswer({ answers }: { answers?: PageAnswers }, data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !answers?.given?.has(data)) return null
  const sent = (answers.sent ??= new Map<object, string>())
  const id = sent.get(data) ?? `answer-${sent.size}`
  sent.set(data, id)
  return id
}
