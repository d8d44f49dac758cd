import type { EditScope } from '#shared/generated/gql/graphql'
import type { CalendarVisit } from './host-documents'

/** A question that waits for an answer: which visits of a series a change concerns. */
interface ScopeQuestion {
  answer: (scope: EditScope | undefined) => void
}

/** Asks which visits of a series a change concerns. @returns `question` for the dialog, and `ask` */
export function useScopeQuestion() {
  const question = shallowRef<ScopeQuestion>()

  /** @returns which visits; undefined when the person thinks better of it */
  function ask(visit: CalendarVisit): Promise<EditScope | undefined> {
    if (!visit.series) return Promise.resolve('THIS')
    return new Promise((resolve) => {
      question.value = {
        answer(scope) {
          question.value = undefined
          resolve(scope)
        },
      }
    })
  }
  return { question, ask }
}
