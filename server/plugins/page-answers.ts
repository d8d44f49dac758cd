import { Readable } from 'node:stream'
import { defineNitroPlugin } from 'nitropack/runtime'

/** What would end the element that an answer stands in. */
const ends = /</g

const written = (data: object): string => JSON.stringify(data).replace(ends, '\\u003C')

/** A page in parts, the answers last: what is to be seen is on its way before they are written. */
function* withAnswers(page: string, sent: ReadonlyMap<object, string>): Generator<Buffer> {
  const end = page.lastIndexOf('</body>')
  yield Buffer.from(page.slice(0, end))
  for (const [data, id] of sent) {
    yield Buffer.from(`<script type="application/json" id="${id}">`)
    yield Buffer.from(written(data))
    yield Buffer.from('</script>')
  }
  yield Buffer.from(page.slice(end))
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
    if (sent && typeof response.body === 'string') response.body = Readable.from(withAnswers(response.body, sent), { objectMode: false })
  })
})
