import { parts } from '../../../i18n/parts'
import type { SourceFile } from '../source-tree'

type Texts = Map<string, string>

function flatten(value: unknown, prefix = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[prefix, typeof value === 'string' ? value : '']]
  return Object.entries(value).flatMap(([key, below]) => flatten(below, prefix === '' ? key : `${prefix}.${key}`))
}

const textsIn = (files: SourceFile[], language: string): Texts =>
  new Map(flatten(JSON.parse(files.find((file) => file.path === `i18n/locales/${language}.json`)?.text ?? '{}')))

const placeholders = (text: string): string =>
  [...new Set([...text.matchAll(/\{\s*([\w.]+)\s*\}/g)].map((match) => match[1] ?? ''))].sort().join(', ')

/** Russian and English have the same keys, each with a text. */
export function languagesHaveTheSameKeys(files: SourceFile[]): string[] {
  const [ru, en] = [textsIn(files, 'ru'), textsIn(files, 'en')]
  if (ru.size === 0 || en.size === 0) return ['i18n/locales: ru.json or en.json is missing or empty']
  return [...new Set([...ru.keys(), ...en.keys()])].flatMap((key) =>
    Object.entries({ ru, en })
      .filter(([, texts]) => (texts.get(key) ?? '').trim() === '')
      .map(([language]) => `${key}: no text in ${language}`),
  )
}

/** A text takes the same values in both languages. */
export function languagesHaveTheSamePlaceholders(files: SourceFile[]): string[] {
  const [ru, en] = [textsIn(files, 'ru'), textsIn(files, 'en')]
  return [...ru].flatMap(([key, text]) => {
    const other = en.get(key)
    if (other === undefined || placeholders(text) === placeholders(other)) return []
    return [`${key}: ru has {${placeholders(text)}}, en has {${placeholders(other)}}`]
  })
}

/** Signs that mean something to the message format: a text that holds one as it is cannot be shown at all. */
const meaningful = /@|\{(?!\s*[\w.]+\s*\})/

/** A text holds no sign of the message format by mistake: `@` is written `{'@'}`. */
export function languagesHoldReadableTexts(files: SourceFile[]): string[] {
  return ['ru', 'en'].flatMap((language) =>
    [...textsIn(files, language)]
      .filter(([, text]) => meaningful.test(text.replaceAll(/\{'[^']*'\}/g, '')))
      .map(([key, text]) => `${key}: the message format cannot read "${text}" in ${language}`),
  )
}

const shown = /^(layers|components|composables|layouts|pages|middleware)\/.*\.(ts|vue)$/
const said = /\bt\(\s*[`'](\w+)\./g

/** What browsers say, they load: each section of texts that a page names is in a part (`i18n/parts.ts`). */
export function browsersLoadWhatTheySay(files: SourceFile[]): string[] {
  const loaded = new Set(Object.values(parts).flatMap((names) => names.map((name) => name.split('.')[0])))
  return files
    .filter(({ path }) => shown.test(path) && !path.includes('.test.'))
    .flatMap(({ path, text }) =>
      [...new Set([...text.matchAll(said)].map(([, section]) => section ?? ''))].map((section) => ({ path, section })),
    )
    .filter(({ section }) => !loaded.has(section))
    .map(({ path, section }) => `${path}: says texts of "${section}", which no part in i18n/parts.ts holds`)
}
