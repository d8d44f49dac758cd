import { defineNitroPlugin } from 'nitropack/runtime'

/** What would end the element that an answer stands in. */
const ends = /</g

const partsOf = (data: object, id: string): string[] => [
  `<script type="application/json" id="${id}">`,
  JSON.stringify(data).replace(ends, '\\u003C'),
  '</script>',
]

/** A page with the answers behind what is to be seen; in parts, because putting them into one text would copy all of it twice more. */
function withAnswers(page: string, sent: ReadonlyMap<object, string>): Buffer {
  const end = page.lastIndexOf('</body>')
  const answers = [...sent].flatMap(([data, id]) => partsOf(data, id))
  return Buffer.concat([page.slice(0, end), ...answers, page.slice(end)].map((part) => Buffer.from(part)))
}

/**
 * Pages ask the API in this process. The answers that they were rendered from travel with them as JSON beside the payload, which would
 * take several times as long to write.
 */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('request', (event) => {
    // The schema is made when it is asked first, as by the route: the server is ready before.
    event.context.askInProcess = async (operation) => (await import('../graphql/operations')).askInProcess(event, operation)
  })
  nitro.hooks.hook('render:response', (response, { event }) => {
    const sent = event.context.answers?.sent
    if (sent && typeof response.body === 'string') response.body = withAnswers(response.body, sent)
  })
})
