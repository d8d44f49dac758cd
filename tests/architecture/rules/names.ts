import type { SourceFile } from '../source-tree'

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/
const pascal = /^([A-Z][a-z0-9]*)+$/
const composable = /^use([A-Z][a-z0-9]*)+$/
/** Nuxt and Nitro read a path's parameters from the file's name. */
const parameter = /^\[(\.\.\.)?[a-z][a-zA-Z-]*\]$/
const empty = new Set(['util', 'utils', 'helper', 'helpers', 'manager', 'service', 'misc', 'common'])
/** A domain of the specification. */
const given = new Set(['update-manager'])

function fits(path: string): boolean {
  const [base = '', ...suffixes] = (path.split('/').at(-1) ?? '').split(/\.(?![^[]*\])/).filter((part) => part !== '')
  if (!suffixes.every((suffix) => kebab.test(suffix))) return false
  const isComponent = /(^|\/)components\//.test(path)
  if (isComponent && /\.(vue|test\.ts)$/.test(path)) return pascal.test(base)
  if (/(^|\/)composables\//.test(path)) return composable.test(base) || kebab.test(base)
  return kebab.test(base) || parameter.test(base)
}

/** Files are kebab-case, components PascalCase, composables `useSomething`. */
export const filesAreNamedByKind = (files: SourceFile[]): string[] =>
  files.filter((file) => !fits(file.path)).map((file) => `${file.path}: not kebab-case (components: PascalCase, composables: useSomething)`)

/** A name says what is inside: nothing is called utils, helpers, manager or service. */
export const namesSaySomething = (files: SourceFile[]): string[] =>
  files.flatMap((file) => {
    const parts = file.path.split(/[/.]/).filter((part) => !given.has(part))
    const words = parts.flatMap((part) =>
      part
        .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
        .toLowerCase()
        .split('-'),
    )
    const found = words.find((word) => empty.has(word))
    return found ? [`${file.path}: "${found}" does not say what is inside`] : []
  })
