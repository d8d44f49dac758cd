import { setResponseHeader } from 'h3'
import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { contentSecurity, newNonce, withNonce } from '../infra/content-security'

declare module 'h3' {
  interface H3EventContext {
    /** What scripts of the page bear that are put into it after this. */
    scriptNonce?: string
  }
}

/** Every page that is rendered names its own scripts by a nonce. What the application itself renders (`body`) gets none. */
export default defineNitroPlugin((nitro) => {
  // The development server writes scripts of its own into pages.
  if (import.meta.dev) return
  const assets = useRuntimeConfig().app.cdnURL
  nitro.hooks.hook('render:html', (html, { event }) => {
    const nonce = newNonce()
    event.context.scriptNonce = nonce
    for (const part of [html.head, html.bodyPrepend, html.bodyAppend])
      part.splice(0, part.length, ...part.map((text) => withNonce(text, nonce)))
    setResponseHeader(event, 'content-security-policy', contentSecurity(nonce, { assets }))
  })
})
