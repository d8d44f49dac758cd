import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../i18n/locales/en.json'
import ru from '../../i18n/locales/ru.json'
import { errorCodes } from '../../shared/error-codes'

/** How code of ours names a code that goes to callers. */
const named = [
  /extensions[^}\n]*code: '([A-Z_]+)'/g,
  /new Refusal\(\s*'([A-Z_]+)'/g,
  /failure\(\s*[\w.]+,\s*'\w+',\s*'([A-Z_]+)'/g,
  /^ {2}'((?:GRAPHQL|PERSISTED|BAD|OPERATION|QUERY)_[A-Z_]+)',$/gm,
]

const sources = readdirSync('server', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('generated') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(join('server', path), 'utf8'))

/** Codes that pieces of source name. */
const codesIn = (texts: readonly string[]): string[] =>
  [...new Set(texts.flatMap((text) => named.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code = '']) => code))))].sort()

describe('the catalogue of errors', () => {
  it('has a page for every code that the server answers with', () => {
    const known = new Set<string>(Object.keys(errorCodes))
    expect(codesIn(sources).length).toBeGreaterThan(15)
    expect(codesIn(sources).filter((code) => !known.has(code))).toEqual([])
  })

  it('says of each in both languages what it means and what to do, and of no other', () => {
    for (const texts of [en.apiErrors, ru.apiErrors] as Record<string, { means: string; do: string }>[]) {
      expect(Object.keys(texts).toSorted()).toEqual(Object.keys(errorCodes).toSorted())
      expect(Object.values(texts).filter(({ means, do: remedy }) => !means || !remedy)).toEqual([])
    }
  })

  it('is seen to miss a code', () => {
    expect(codesIn(["throw new Refusal('NEVER_HEARD', '')", "failure(ctx, 'NotFound', 'UNKNOWN_HERE', 'x')"])).toEqual([
      'NEVER_HEARD',
      'UNKNOWN_HERE',
    ])
  })
})
