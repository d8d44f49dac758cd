import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { baseCompile } from '@intlify/message-compiler'
import { addVitePlugin, defineNuxtModule } from 'nuxt/kit'
import { parts, type TextPart } from '../i18n/parts'

type Texts = { [name: string]: string | Texts }
type Compiled = { [name: string]: string | object | Compiled }

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

/** Texts with values, plural forms or quotes as a program reads them, the others as they stand: no browser has to load what reads them. */
function compiled(texts: Texts): Compiled {
  const entries = Object.entries(texts).map(([name, text]): [string, string | object] => {
    if (typeof text !== 'string') return [name, compiled(text)]
    if (!/[{}|@]/.test(text)) return [name, text]
    const onError = (error: Error) => {
      throw new Error(`The text "${text}" is not well formed: ${error.message}`)
    }
    return [name, baseCompile(text, { jit: true, location: false, minify: true, onError }).ast]
  })
  return Object.fromEntries(entries)
}

/** What browsers run: `schemas` those that something else of it names, and those that these name (the others are the server's alone); `rest` all else. */
function readByBrowsers(cwd: string): { schemas: string[]; rest: string[] } {
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
  const textsOf = (isSchema: boolean) =>
    [...read].filter((file) => file.startsWith(schemas) === isSchema).map((file) => texts.get(file) ?? '')
  return { schemas: textsOf(true), rest: textsOf(false) }
}

const wordsOf = (texts: string[]): Set<string> => new Set(texts.flatMap((text) => text.match(/\b\w+\b/g) ?? []))

/**
 * Makes `locales/<language>.<part>.texts` a chunk of the texts of one part (`i18n/parts.ts`), compiled. Of the errors, which the server words
 * itself, a browser gets those that its own code names.
 */
export default defineNuxtModule({
  meta: { name: 'texts-by-part' },
  setup(_, nuxt) {
    const cwd = nuxt.options.rootDir
    let words: { checks: Set<string>; pages: Set<string> } | undefined
    function named(errors: Texts, part: TextPart): Texts {
      if (!words) {
        const { schemas: ofSchemas, rest } = readByBrowsers(cwd)
        words = { checks: wordsOf(ofSchemas), pages: wordsOf(rest) }
      }
      const { [part === 'checks' ? 'checks' : 'pages']: wanted } = words
      return Object.fromEntries(Object.entries(errors).filter(([name]) => wanted.has(name)))
    }

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
        const told = typeof texts.errors === 'object' ? { ...texts, errors: named(texts.errors, part) } : texts
        // Browsers read a text of JSON faster than a program that says the same.
        return { code: `export default JSON.parse(${JSON.stringify(JSON.stringify(compiled(told)))})`, moduleType: 'js', map: null }
      },
    })
  },
})
