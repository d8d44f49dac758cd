import { sendAnswer } from '#shared/page-answers'

/** What the API has told a page while it was rendered stands in the page once, see `server/plugins/page-answers.ts`. */
export default definePayloadPlugin(() => {
  if (import.meta.server) {
    const event = useRequestEvent()
    definePayloadReducer('Answer', (value) => event && sendAnswer(event.context, value))
  } else definePayloadReviver('Answer', (id: string) => JSON.parse(document.getElementById(id)?.textContent ?? 'null') as unknown)
})
