import { defineNuxtModule } from 'nuxt/kit'

const uiColors = /@nuxt\/ui\/dist\/runtime\/plugins\/colors/
const wholeLayer = /^@source "[^"]*\*\*\/\*";$/gm
const staffSources = ['*.vue', 'components', 'layouts', 'pages', 'layers/host', 'layers/admin', 'layers/devconsole']

/**
 * Keeps the UI kit out of what does not use it: its colours stand in `assets/css/palette.css` instead of being
 * rendered into every page, and its styles are made from staff pages only, not from the whole repository.
 */
export default defineNuxtModule({
  meta: { name: 'lean-pages' },
  setup(_, nuxt) {
    nuxt.hook('app:resolve', (app) => {
      app.plugins = app.plugins.filter(({ src }) => !uiColors.test(src))
    })
    nuxt.hook('app:templates', (app) => {
      const styles = app.templates.find(({ filename }) => filename === 'ui.css')
      const getContents = styles?.getContents
      if (!styles || !getContents) throw new Error('The UI kit no longer generates ui.css: see modules/lean-pages.ts')
      const sources = staffSources.map((source) => `@source "${nuxt.options.rootDir}/${source}";`).join('\n')
      styles.getContents = async (data) => `${sources}\n${(await getContents(data)).replace(wholeLayer, '')}`
    })
  },
})
