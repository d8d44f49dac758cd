import { posix } from 'node:path'
import { parts, partsOf } from '../../../i18n/parts'
import type { SourceFile } from '../source-tree'

const pageFile = /^(?:layers\/(?!guest\/)\w+\/)?pages\/(.+)\.vue$/
const frame = /^(app\.vue|error\.vue|(middleware|plugins)\/.+\.ts)$/
const imported = /\b(?:from|import)\s*\(?\s*'([#~.][^']*)'/g
const aliases: Record<string, string> = { '#shared': 'shared', '#layers': 'layers', '~': '', '~~': '' }

/** The file that an import names, as its path in the tree. */
function named(from: string, source: string, known: ReadonlyMap<string, unknown>): string | undefined {
  const [first = '', ...rest] = source.split('/')
  const alias = aliases[first]
  const path = alias === undefined ? posix.join(posix.dirname(from), source) : posix.join(alias, ...rest)
  return [path, `${path}.ts`, `${path}.vue`, `${path}/index.ts`].find((each) => known.has(each))
}

/** The shared kit, which is imported by being named: components by their file, composables by what they export. */
function kitOf(files: SourceFile[]): Map<string, string> {
  const kit = new Map<string, string>()
  for (const { path, text } of files) {
    const [, component] = /^components\/(\w+)\.vue$/.exec(path) ?? []
    if (component) for (const tag of [`<${component}`, `<Lazy${component}`]) kit.set(tag, path)
    if (!/^composables\/[\w-]+\.ts$/.test(path) || path.endsWith('.test.ts')) continue
    for (const [, name = ''] of text.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)) kit.set(name, path)
  }
  return kit
}

/** What each file of the screens brings along, at once or later. */
function uses(files: SourceFile[]): Map<string, string[]> {
  const known = new Map(files.map(({ path }) => [path, true]))
  const kit = kitOf(files)
  return new Map(
    files.map(({ path, text }) => {
      const written = [...text.matchAll(imported)].map(([, source = '']) => named(path, source, known))
      const words = [...text.matchAll(/[\s>}]<([A-Z]\w+)|\b(\w+)\b/g)].map(([, tag, word = '']) => kit.get(tag ? `<${tag}` : word))
      const layout = /layout: '(\w+)'/.exec(text)?.[1]
      const framed = layout ? [`layouts/${layout}.vue`] : []
      return [path, [...written, ...words, ...framed].filter((each) => each !== undefined)]
    }),
  )
}

function reached(starts: string[], arrows: ReadonlyMap<string, string[]>): Set<string> {
  const found = new Set<string>()
  const waiting = [...starts]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...(arrows.get(next) ?? []))
  }
  return found
}

type Tree = { [name: string]: Tree | string }

const isIn = (tree: Tree, key: string): boolean => {
  let below: Tree | string | undefined = tree
  for (const name of key.split('.')) below = typeof below === 'object' ? below[name] : undefined
  return below !== undefined
}

/** The texts that a source says: keys as they are written, or what they begin with where the rest is put together. */
function said(text: string, texts: Tree): string[] {
  const key = new RegExp(`['"\`]((?:${Object.keys(texts).join('|')})(?:\\.\\w+)+\\.?)(['"\`]|\\$\\{)`, 'g')
  const keys = [...text.matchAll(key)].map(([, found = '', end]) => (end === '${' ? found.slice(0, found.lastIndexOf('.')) : found))
  return [...new Set(keys)].filter((each) => isIn(texts, each))
}

/** Each page loads what it says (`i18n/parts.ts`), with all that it shows at once or later: no key is shown in place of a text. */
export function pagesLoadWhatTheySay(files: SourceFile[]): string[] {
  const texts = JSON.parse(files.find(({ path }) => path === 'i18n/locales/ru.json')?.text ?? '{}') as Tree
  const sources = files.filter(({ path }) => !path.includes('.test.') && !/^(server|tests|scripts|i18n|layers\/guest)\//.test(path))
  const arrows = uses(sources)
  const keys = new Map(sources.map(({ path, text }) => [path, said(text, texts)]))
  const around = sources.map(({ path }) => path).filter((path) => frame.test(path))
  return [...keys.keys()].flatMap((page) => {
    const [, route] = pageFile.exec(page) ?? []
    if (route === undefined) return []
    const names: readonly string[] = partsOf(`/${route}`.replace(/\/index$/, '')).flatMap((part) => parts[part] as readonly string[])
    const isLoaded = (key: string) => names.some((name) => key === name || key.startsWith(`${name}.`))
    const lacking = [...reached([page, ...around], arrows)].flatMap((path) =>
      (keys.get(path) ?? []).filter((key) => !isLoaded(key)).map((key) => `"${key}" of ${path}`),
    )
    return lacking.map((text) => `${page}: says ${text}, which none of its parts in i18n/parts.ts holds`)
  })
}
