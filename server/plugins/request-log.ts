import { getResponseStatus } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { log } from '../infra/log'
import { loggedPath } from '../infra/request-path'

/** Requests that say nothing: assets, probes, and GraphQL, which logs its operations itself. */
const silent = /^\/(_nuxt|altair|api\/internal|graphql|favicon)/

/** One line per page that was asked for: what, how it went, how long it took. */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('request', (event) => {
    event.context.startedAt = performance.now()
  })
  nitro.hooks.hook('afterResponse', (event) => {
    if (silent.test(event.path)) return
    const ms = Math.round(performance.now() - Number(event.context.startedAt))
    log.info({ method: event.method, path: loggedPath(event.path), status: getResponseStatus(event), ms }, 'request')
  })
})
