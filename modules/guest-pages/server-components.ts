import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'
import { compileScript, parse } from 'vue/compiler-sfc'

const component = /\.vue$/
const styles = /^\0raw:.*\/guest(-\w+)?\.css$/
const script = /^\0?script:/
const layers = fileURLToPath(new URL('../../layers/', import.meta.url))

/** A component as a function that writes HTML: it never runs in a browser. */
async function serverComponent(code: string, filename: string) {
  const { descriptor, errors } = parse(code, { filename })
  if (errors[0]) throw errors[0]
  const templateOptions = { ssr: true, ssrCssVars: [] }
  const { content } = compileScript(descriptor, { id: filename, isProd: true, inlineTemplate: true, templateOptions })
  return transform(content, { loader: 'ts', sourcefile: filename, sourcemap: true, target: 'node24' })
}

/** A script that pages bring by themselves, for browsers of the last four years, as text. @param name `layer/script` */
export async function browserScript(name: string): Promise<string> {
  const [layer = '', script = ''] = name.split('/')
  const file = join(layers, layer, 'scripts', `${script}.ts`)
  const target = ['chrome100', 'safari15.4', 'firefox100']
  const { outputFiles } = await build({ entryPoints: [file], bundle: true, write: false, minify: true, format: 'iife', target })
  return outputFiles[0]?.text.trim() ?? ''
}

/** Plugin of Rollup and Vite: compiles components for the server only, and makes styles and scripts of guest pages small. */
export const serverComponents = {
  name: 'server-components',
  resolveId: (source: string) => (script.test(source) ? `\0${source}` : null),
  load: async (id: string) => (script.test(id) ? `export default ${JSON.stringify(await browserScript(id.replace(script, '')))}` : null),
  async transform(code: string, id: string) {
    if (component.test(id)) return serverComponent(code, id)
    if (!styles.test(id)) return null
    const { code: css } = await transform(code, { loader: 'css', minify: true })
    return { code: css.trim(), map: null }
  },
}
