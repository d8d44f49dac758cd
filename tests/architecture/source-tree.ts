import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

/** A file of the tree; the path is from its root, with `/`. */
export interface SourceFile {
  path: string
  text: string
}

/** Looks at a tree and says, one line each, what breaks the rule. */
export type Rule = (files: SourceFile[]) => string[]

const notOurs = new Set(['node_modules', 'generated', 'dist', 'public', 'test-results', 'playwright-report'])
const sources = /\.(ts|vue|mjs|cjs|js)$/

function paths(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return notOurs.has(entry.name) || entry.name.startsWith('.') ? [] : paths(join(folder, entry.name))
    return sources.test(entry.name) || /locales\/\w+\.json$/.test(join(folder, entry.name)) ? [join(folder, entry.name)] : []
  })
}

/** Every hand-written source under a folder. */
export const readTree = (root: string): SourceFile[] =>
  paths(root).map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))

/** Writes a small tree to a temporary folder for the time of `look`. */
export async function withPlanted<T>(files: Record<string, string>, look: (root: string) => T | Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'gc-planted-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return await look(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** Whether a file is a test or belongs to the tests. */
export const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.startsWith('tests/')

/** Whether a file is part of what a browser shows. */
export const isUi = (path: string): boolean =>
  /^(app\.vue|error\.vue|(pages|components|composables|layouts|layers|plugins|middleware)\/)/.test(path)
