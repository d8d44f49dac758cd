import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { getIconData } from '@iconify/utils'
import { getIconCSS } from '@iconify/utils/lib/css/icon'
import { addTemplate, addVitePlugin, createResolver, defineNuxtModule } from 'nuxt/kit'

const written = ['{layers,components,composables,layouts,pages}/**/*.{ts,vue}', '*.{ts,vue}']
const named = /\bi-lucide-([a-z0-9-]+)/g

/** The icons that pages name, and those that the UI kit draws by itself. */
function usedIcons(cwd: string, ofKit: object): string[] {
  const texts = globSync(written, { cwd, exclude: (file) => file.endsWith('.test.ts') }).map((file) =>
    readFileSync(resolve(cwd, file), 'utf8'),
  )
  const names = [...texts, JSON.stringify(ofKit)].flatMap((text) => [...text.matchAll(named)].map(([, name = '']) => name))
  return [...new Set(names)].toSorted()
}

function styleOf(name: string): string {
  const data = getIconData(createRequire(import.meta.url)('@iconify-json/lucide/icons.json'), name)
  if (!data) throw new Error(`There is no icon "i-lucide-${name}"`)
  return getIconCSS(data, { iconSelector: `:where(.i-lucide\\:${name})`, format: 'compressed' })
}

/**
 * Keeps every icon that pages use in the style sheet of the site. Otherwise a browser that meets an icon for the first time writes a
 * rule before all others, and styles, lays out and paints the whole page anew: in a calendar of 500 visits, 250 ms. What writes such
 * rules and fetches icons is left out of the product, which is every page lighter by 7 KB of scripts.
 */
export default defineNuxtModule({
  meta: { name: 'icons-in-css' },
  setup(_, nuxt) {
    const kit = () => (nuxt.options.appConfig.ui as { icons?: object } | undefined)?.icons ?? {}
    const icons = () => usedIcons(nuxt.options.rootDir, kit())
    const { dst } = addTemplate({
      filename: 'icons.css',
      write: true,
      getContents: () => `@layer base {\n${icons().map(styleOf).join('\n')}\n}\n`,
    })
    nuxt.options.css.push(dst)
    const icon = createResolver(import.meta.url).resolve('icon.ts')
    addVitePlugin({
      name: 'icons-in-css',
      enforce: 'pre',
      resolveId: (source) => (source === '@nuxt/icon/runtime/components/index.js' ? icon : null),
    })
    nuxt.hook('components:extend', (components) => {
      for (const component of components) if (component.pascalName === 'Icon') component.filePath = icon
    })
    nuxt.hook('app:resolve', (app) => {
      app.plugins = app.plugins.filter(({ src }) => !src.includes('/@nuxt/icon/'))
    })
    nuxt.hook('modules:done', () => {
      delete nuxt.options.appConfig.icon
    })
  },
})
