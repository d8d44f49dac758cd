import { execFile } from 'node:child_process'
import { copyFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withPlanted } from './source-tree'

const project = resolve('.')

/** Runs a tool of the project in a folder. @returns its exit code and everything it said */
function tool(name: string, args: string[], root: string): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(
      join(project, 'node_modules/.bin', name),
      args,
      { cwd: root, env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => done({ code: error ? Number(error.code ?? 1) : 0, said: stdout + stderr }),
    )
  })
}

describe('the linter', () => {
  const lint = (files: Record<string, string>) =>
    withPlanted(files, (root) => {
      copyFileSync(join(project, '.oxlintrc.json'), join(root, '.oxlintrc.json'))
      return tool('oxlint', ['--deny-warnings', '.'], root)
    })

  it.each<[string, string, string, string]>([
    ['any', 'server/a.ts', 'export const a = (b: any) => b\n', 'no-explicit-any'],
    ['a denied null', 'server/a.ts', 'export const a = (b: string | null) => b!.length\n', 'no-non-null-assertion'],
    ['a value imported as a type', 'server/a.ts', "import { A } from './b'\nexport const a = (b: A) => b\n", 'consistent-type-imports'],
    ['an unused variable', 'server/a.ts', 'const a = 1\nexport const b = 2\n', 'no-unused-vars'],
    ['a loose comparison', 'server/a.ts', 'export const a = (b: unknown) => b == 1\n', 'eqeqeq'],
    ['console in the product', 'server/a.ts', "console.log('a')\n", 'no-console'],
    ['an ignored type error', 'server/a.ts', '// @ts-ignore\nexport const a: string = 1\n', 'ban-ts-comment'],
    ['a long function', 'server/a.ts', `export function a() {\n${'  a()\n'.repeat(41)}}\n`, 'max-lines-per-function'],
    [
      'a long function of a screen',
      'components/A.vue',
      `<script setup lang="ts">\nfunction a() {\n${'  a()\n'.repeat(41)}}\na()\n</script>\n`,
      'max-lines-per-function',
    ],
    ['a long file', 'server/a.ts', 'export {}\n'.repeat(301), 'max-lines'],
    ['a debugger', 'server/a.ts', 'debugger\n', 'no-debugger'],
    ['a promise in a promise executor', 'server/a.ts', 'export const a = new Promise(async () => {})\n', 'no-async-promise-executor'],
  ])('catches %s', async (_, path, text, rule) => {
    const { code, said } = await lint({ [path]: text })
    expect(said).toContain(rule)
    expect(code).toBe(1)
  })

  it('has nothing against good code, and lets scripts speak', async () => {
    const good = { 'server/a.ts': 'export const a = (b: number): number => b + 1\n', 'scripts/b.ts': "console.log('b')\n" }
    expect(await lint(good)).toMatchObject({ code: 0 })
  })
})

describe('the formatter', () => {
  const check = (text: string) =>
    withPlanted({ 'a.ts': text }, (root) => tool('oxfmt', ['--config', join(project, '.oxfmtrc.json'), '--check', 'a.ts'], root))

  it('catches semicolons, double quotes and missing commas', async () => {
    const good = `export const a = {\n  b: 'b',\n  c: (d: number) => d,\n}\n`
    expect(await check(good)).toMatchObject({ code: 0 })
    for (const bad of [good.replace("'b'", '"b"'), `${good.trimEnd()};\n`, good.replace('=> d,', '=> d'), good.replaceAll('  ', '    ')]) {
      expect(await check(bad)).toMatchObject({ code: 1 })
    }
  })
})

describe('the search for what nobody uses', () => {
  const tree = {
    'package.json': JSON.stringify({ name: 'planted', type: 'module', dependencies: { zod: '*', 'left-over': '*' } }),
    'server/worker/index.ts': "import { used } from '../core/thing'\nimport 'pino'\nused()\n",
    'server/core/thing.ts':
      "import { z } from 'zod'\nexport const used = () => z\nexport const idle = () => z\nexport interface Idle { a: 1 }\n",
    'server/core/nobody.ts': 'export const nobody = 1\n',
  }

  it('finds unused files, exports and packages, and packages that are not listed', { timeout: 60_000 }, async () => {
    const { code, said } = await withPlanted(tree, (root) => {
      copyFileSync(join(project, 'knip.json'), join(root, 'knip.json'))
      symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
      return tool('knip', ['--reporter', 'json'], root)
    })
    expect(code).toBe(1)
    for (const found of ['nobody.ts', '"idle"', '"Idle"', '"left-over"', '"pino"']) expect(said).toContain(found)
    expect(said).not.toContain('"used"')
  })
})
