import { defineNuxtModule } from 'nuxt/kit'
import { serverComponents } from './server-components'

/**
 * Guest pages are written with Vue like all others, but a route of the server renders them by itself: they have no
 * script to wake up, so they need neither the application around a page nor its cost
 * (docs/adr/0007-guest-pages-are-rendered-by-a-route.md). This lets routes import components and the guests' styles.
 */
export default defineNuxtModule({
  meta: { name: 'guest-pages' },
  setup(_, nuxt) {
    nuxt.hook('nitro:init', (nitro) => {
      nitro.hooks.hook('rollup:before', (_nitro: unknown, config: { plugins?: unknown }) => {
        config.plugins = [serverComponents, config.plugins]
      })
    })
  },
})
