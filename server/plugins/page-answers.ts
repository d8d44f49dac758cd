import { defineNitroPlugin } from 'nitropack/runtime'
import { withNonce } from '../infra/content-security'

/** What would end the element that an answer stands in. */
const ends = /</g

const partsOf = (data: object, id: string, nonce = ''): string[] => [
  withNonce(`<script type="application/json" id="${id}">`, nonce),
  JSON.stringify(data).replace(ends, '\\u003C'),
  '</script>',
]

/** Stands for what was rendered until the document around it is made. */
const place = '<!--rendered-->'

/**
 * Pages ask the API in this process. The answers that they were rendered from travel with them as JSON behind what is to be seen, instead
 * of in the payload, which would take several times as long to write. What was rendered and the answers are put beside the document, not
 * into it: a text of half a million signs made of thousands takes as long to copy as to write.
 */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('request', (event) => {
    // The schema is made when it is asked first, as by the route: the server is ready before.
    event.context.askInProcess = async (operation) => (await import('../graphql/operations')).askInProcess(event, operation)
  })
  nitro.hooks.hook('render:html', (html, { event }) => {
    const { answers } = event.context
    if (answers?.sent) answers.rendered = html.body.splice(0, html.body.length, place)
  })
  nitro.hooks.hook('render:response', (response, { event }) => {
    const { sent, rendered } = event.context.answers ?? {}
    if (!sent || !rendered || typeof response.body !== 'string') return
    const [before = '', after = ''] = response.body.split(place)
    const answers = [...sent].flatMap(([data, id]) => partsOf(data, id, event.context.scriptNonce))
    response.body = Buffer.concat([before, ...rendered, ...answers, after].map((part) => Buffer.from(part)))
  })
})
