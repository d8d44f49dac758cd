import { transform } from 'esbuild'
import { compileScript, parse } from 'vue/compiler-sfc'

const component = /\.vue$/
const styles = /^\0raw:.*\/guest\.css$/

/** A component as a function that writes HTML: it never runs in a browser. */
async function serverComponent(code: string, filename: string) {
  const { descriptor, errors } = parse(code, { filename })
  if (errors[0]) throw errors[0]
  const templateOptions = { ssr: true, ssrCssVars: [] }
  const { content } = compileScript(descriptor, { id: filename, isProd: true, inlineTemplate: true, templateOptions })
  return transform(content, { loader: 'ts', sourcefile: filename, sourcemap: true, target: 'node24' })
}

/** Plugin of Rollup and Vite: compiles components for the server only, and makes the styles of guest pages small. */
export const serverComponents = {
  name: 'server-components',
  async transform(code: string, id: string) {
    if (component.test(id)) return serverComponent(code, id)
    if (!styles.test(id)) return null
    const { code: css } = await transform(code, { loader: 'css', minify: true })
    return { code: css.trim(), map: null }
  },
}
