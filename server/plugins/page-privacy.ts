import { getResponseHeader, setResponseHeader } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'

/** What is rendered is for whoever asked, and may name people: no browser and no proxy keeps it for the next one at the same machine. */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('render:html', (_, { event }) => {
    if (!getResponseHeader(event, 'cache-control')) setResponseHeader(event, 'cache-control', 'no-store')
  })
})
