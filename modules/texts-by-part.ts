import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { addVitePlugin, defineNuxtModule } from 'nuxt/kit'
import { parts, type TextPart } from '../i18n/parts'

type Texts = { [name: string]: string | Texts }

const asked = /\/locales\/(\w+)\.(\w+)\.texts$/
const written = ['shared/**/*.ts', '{layers,components,composables,layouts,pages,middleware,plugins}/**/*.{ts,vue}', '*.vue']
const schemas = 'shared/schemas/'

const isPart = (name: string): name is TextPart => Object.hasOwn(parts, name)

/** What of a tree lies at a path, in its place. */
function pick(texts: Texts, [name = '', ...rest]: string[]): Texts {
  const below = texts[name]
  if (below === undefined) throw new Error(`There are no texts "${name}": see i18n/parts.ts`)
  return { [name]: rest.length === 0 || typeof below === 'string' ? below : pick(below, rest) }
}

function merge(one: Texts, other: Texts): Texts {
  const merged = { ...one }
  for (const [name, value] of Object.entries(other)) {
    const known = merged[name]
    merged[name] = typeof known === 'object' && typeof value === 'object' ? merge(known, value) : value
  }
  return merged
}

/** What browsers run: of the schemas those that something else of it names, and those that these name. The others are the server's alone. */
function readByBrowsers(cwd: string): string[] {
  const files = globSync(written, { cwd, exclude: (file) => /generated|\.test\.ts$/.test(file) })
  const texts = new Map(files.map((file) => [file, readFileSync(resolve(cwd, file), 'utf8')]))
  const read = new Set(files.filter((file) => !file.startsWith(schemas)))
  // A set is gone through with what is added on the way.
  for (const file of read) {
    for (const [, , name] of (texts.get(file) ?? '').matchAll(/'(#shared\/schemas\/|(?:\.\.?\/)+schemas\/|\.\/)([\w-]+)'/g)) {
      const schema = `${schemas}${name}.ts`
      if (texts.has(schema)) read.add(schema)
    }
  }
  return [...read].map((file) => texts.get(file) ?? '')
}

/**
 * Makes `locales/<language>.<part>.texts` a chunk of the texts of one part (`i18n/parts.ts`). Of the errors, which the server words
 * itself, a browser gets those that its own code names.
 */
export default defineNuxtModule({
  meta: { name: 'texts-by-part' },
  setup(_, nuxt) {
    const cwd = nuxt.options.rootDir
    let words: Set<string> | undefined
    const wordsOfBrowser = () => (words ??= new Set(readByBrowsers(cwd).flatMap((text) => text.match(/\b\w+\b/g) ?? [])))
    const named = (errors: Texts): Texts => Object.fromEntries(Object.entries(errors).filter(([name]) => wordsOfBrowser().has(name)))

    addVitePlugin({
      name: 'texts-by-part',
      enforce: 'pre',
      resolveId(source) {
        const [, language, part] = asked.exec(source) ?? []
        return language && part ? join(cwd, 'i18n/locales', `${language}.${part}.texts`) : null
      },
      load(id) {
        const [, language = '', part = ''] = asked.exec(id) ?? []
        if (!language) return null
        if (!isPart(part)) throw new Error(`There is no part "${part}": see i18n/parts.ts`)
        const file = join(cwd, 'i18n/locales', `${language}.json`)
        this.addWatchFile(file)
        const all = JSON.parse(readFileSync(file, 'utf8')) as Texts
        const texts = parts[part].map((path) => pick(all, path.split('.'))).reduce(merge, {})
        const told = typeof texts.errors === 'object' ? { ...texts, errors: named(texts.errors) } : texts
        // Browsers read a text of JSON faster than a program that says the same.
        return { code: `export default JSON.parse(${JSON.stringify(JSON.stringify(told))})`, moduleType: 'js', map: null }
      },
    })
  },
})
