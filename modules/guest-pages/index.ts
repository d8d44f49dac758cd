import { createResolver, defineNuxtModule } from 'nuxt/kit'
import { serverComponents } from './server-components'

/**
 * Guest pages are written with Vue like all others, but a route of the server renders them by itself: they have no
 * script to wake up, so they need neither the application around a page nor its cost
 * (docs/adr/0007-guest-pages-are-rendered-by-a-route.md). This lets routes import components and the guests' styles.
 */
export default defineNuxtModule({
  meta: { name: 'guest-pages' },
  setup(_, nuxt) {
    const { resolve } = createResolver(import.meta.url)
    nuxt.hook('nitro:init', (nitro) => {
      // Asked first; it leaves what is no guest's page to Nuxt's own.
      const options = nitro.options as unknown as { errorHandler?: string | string[] }
      options.errorHandler = [resolve('../../layers/guest/server/error-page.ts'), ...[options.errorHandler ?? []].flat()]
      nitro.hooks.hook('rollup:before', (_nitro: unknown, config: { plugins?: unknown }) => {
        config.plugins = [serverComponents, config.plugins]
      })
    })
  },
})
