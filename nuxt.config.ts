import { fileURLToPath } from 'node:url'
import type { NitroConfig as Nitro2Config } from 'nitropack/types'

// Nuxt's own types know only what every version of Nitro has; this is what version 2 has.
declare module '@nuxt/schema' {
  interface NitroTypes {
    config: Nitro2Config
  }
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const { GC_BUILD_DIR: buildDir, GC_OUTPUT_DIR: outputDir } = process.env

/**
 * The web server and its pages. `GC_BUILD_DIR` and `GC_OUTPUT_DIR` move what a build writes, so that two can run side by side.
 * At run time `NUXT_APP_CDN_URL` serves the hashed assets from another address.
 */
export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  srcDir: '.',
  ...(buildDir && { buildDir }),
  modules: ['@nuxt/ui'],
  telemetry: false,
  devtools: { enabled: false },
  ignore: ['tests/**', 'prisma/**', 'scripts/**', '**/*.test.ts'],

  app: {
    head: {
      charset: 'utf-8',
      viewport: 'width=device-width, initial-scale=1',
      link: [{ rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }],
    },
  },

  components: [{ path: '~/components', pathPrefix: false }],
  imports: { scan: true, presets: [{ from: 'vue-i18n', imports: ['useI18n'] }] },

  ui: {
    fonts: false,
    colorMode: false,
    theme: { colors: ['primary', 'success', 'info', 'warning', 'error'] },
    experimental: { componentDetection: true },
  },
  // Icons come from the style sheet (`modules/icons-in-css`) and from nowhere else.
  icon: { provider: 'none' },

  features: { inlineStyles: false },
  // Neither a manifest nor a payload file is ever asked for: pages are personal and rendered on request.
  experimental: {
    appManifest: false,
    payloadExtraction: false,
    // A page loads what it needs; what a link leads to comes when somebody reaches for it.
    defaults: { nuxtLink: { prefetchOn: { interaction: true, visibility: false } } },
  },
  nitro: {
    preset: 'node-server',
    routeRules: {
      '/**': {
        headers: {
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'SAMEORIGIN',
          'referrer-policy': 'same-origin',
          'cross-origin-opener-policy': 'same-origin',
          // The scanner sees through the camera; nothing here hears or asks where somebody is.
          'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
        },
      },
    },
    experimental: { websocket: true },
    // Plugins may wait for something before the server listens.
    esbuild: { options: { target: 'node24' } },
    // Made once with the build: a server without a proxy before it sends small files too.
    compressPublicAssets: { gzip: true, brotli: true },
    // GraphQL types register themselves when imported; without this the production build drops them.
    moduleSideEffects: [path('./server/domains/'), path('./server/graphql/')],
    // The explorer is served by ourselves, from its package.
    publicAssets: [{ dir: path('./node_modules/altair-static/build/dist'), baseURL: '/altair', maxAge: 3_600 }],
    ...(outputDir && { output: { dir: outputDir } }),
  },

  vite: {
    define: {
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
      // Texts are compiled when the product is built (modules/texts-by-part.ts).
      __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
    },
  },

  typescript: {
    strict: true,
    tsConfig: {
      // Pages know the types of server routes, and those need the server's declarations.
      files: ['../server/types.d.ts', '../i18n/parts.d.ts'],
      exclude: ['../tests/**', '../scripts/**', '../prisma/**', '../.output/**', '../.data/**'],
      compilerOptions: { noUncheckedIndexedAccess: true },
    },
  },
})
