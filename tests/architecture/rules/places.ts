import { isTest, isUi, type SourceFile } from '../source-tree'

/** Comments may speak of what code may not do. */
const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')

function found(files: SourceFile[], pattern: RegExp, isAllowed: (path: string) => boolean, words: string): string[] {
  return files
    .filter((file) => !file.path.endsWith('.json') && !isAllowed(file.path) && pattern.test(withoutComments(file.text)))
    .map((file) => `${file.path}: ${words}`)
}

const environment = /\bprocess\s*\??\.\s*env\b|\bprocess\s*\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b|from ['"](node:)?process['"]/
const configuration = /^([\w-]+\.config\.ts|layers\/\w+\/nuxt\.config\.ts|codegen\.ts)$/

/** The environment is read once, by `infra/env.ts`; what starts, builds and tests the product has an environment of its own. */
export const environmentIsReadOnce = (files: SourceFile[]): string[] =>
  found(
    files,
    environment,
    (path) => path === 'server/infra/env.ts' || path.startsWith('scripts/') || isTest(path) || configuration.test(path),
    'process.env is read in server/infra/env.ts only',
  )

const rawSql = /\bpool\s*\??\.\s*\w+|\$(queryRaw|executeRaw)|import (?!type\b)[^'"]*['"]mariadb['"]/

/** Raw SQL stands in `*.sql.ts`, where a measurement asked for it, and in infra. */
export const rawSqlHasItsFiles = (files: SourceFile[]): string[] =>
  found(
    files.filter((file) => file.path.startsWith('server/')),
    rawSql,
    (path) => path.endsWith('.sql.ts') || path.startsWith('server/infra/') || isTest(path),
    'raw SQL belongs into a *.sql.ts file',
  )

/** A batch is many statements: a deadlock at one ends the transaction, and the driver sends the rest outside of it. */
export const writesAreWhole = (files: SourceFile[]): string[] =>
  found(
    files.filter((file) => file.path.startsWith('server/')),
    /\.\s*batch\(/,
    isTest,
    'many rows are written by one statement (infra/insert-rows.ts)',
  )

const serverImport = /(from|import)\s*\(?\s*['"](~~|~|@|(\.\.?\/)+)\/?server\//

/** Screens talk to the server through the API: not even a type comes from there. */
export const screensImportNoServer = (files: SourceFile[]): string[] =>
  found(
    files.filter((file) => isUi(file.path)),
    serverImport,
    isTest,
    'imports from server/',
  )

const escapes = /@ts-(ignore|nocheck|expect-error)|(eslint|oxlint)-disable|\bTODO\b|\bFIXME\b/

/** Nothing switches the checks off, and nothing is left for later. */
export const nothingIsSilenced = (files: SourceFile[]): string[] =>
  files
    .filter((file) => !file.path.startsWith('tests/architecture/') && escapes.test(file.text))
    .map((file) => `${file.path}: ${escapes.exec(file.text)?.[0]}`)
